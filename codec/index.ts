/**
 * How values look outside of the process: encrypted, and kept elsewhere where they are large. The same for workers,
 * clients and the command line.
 * @module
 */
export { encryption, type EncryptionOptions } from './encryption.js';
export type { EncryptionKey } from './key-ring.js';
export { encryptionFromEnvironment, hasKeysInEnvironment } from './encryption-from-environment.js';
export { hasCodec } from './has-codec.js';
export { type ConverterOptions, encodedFailuresMark, toDataConverter } from './to-data-converter.js';
export type { BlobStore } from './blobs/blob-store.js';
export { blobsFromEnvironment } from './blobs/blobs-from-environment.js';
export { fileBlobs, type FileBlobsOptions } from './blobs/file-blobs.js';
export { s3Blobs, type S3BlobsOptions } from './blobs/s3-blobs.js';
