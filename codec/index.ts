/**
 * How values look outside of the process: encrypted, and kept elsewhere where they are large. The same for workers,
 * clients and the command line.
 * @module
 */
export * from './for-users.js';
export { hasKeysInEnvironment } from './encryption-from-environment.js';
export { hasCodec } from './has-codec.js';
export { type ConverterOptions, encodedFailuresMark, toDataConverter } from './to-data-converter.js';
