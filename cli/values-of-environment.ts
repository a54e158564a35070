import {
  blobsFromEnvironment,
  type ConverterOptions,
  encryptionFromEnvironment,
  hasKeysInEnvironment,
} from '../codec/index.js';

/**
 * How the command line reads and writes values: with the keys of `PERDURE_CODEC_KEYS` and the store of
 * `PERDURE_BLOBS`, where they are set. The worker of `perdure dev` uses the same.
 * @throws PerdureError `Codec.InvalidKey`, `Blobs.InvalidOptions`
 */
export function valuesOfEnvironment(): ConverterOptions {
  const blobs = blobsFromEnvironment();
  return { ...(hasKeysInEnvironment() && { codec: encryptionFromEnvironment() }), ...(blobs && { blobs }) };
}
