import { fileURLToPath } from 'node:url';
import type { DataConverter, PayloadCodec } from '@temporalio/common';
import { PerdureError } from '../src/errors.js';
import type { BlobStore } from './blobs/blob-store.js';
import { toExternalStorage } from './blobs/external-storage.js';
import { codecForWorker } from './failures-on-wire.js';
import { onlyRefuses, refuseEncrypted, refuseEncryptedInWorker } from './refuse-encrypted.js';

/** What decides how values look outside of this process. */
export interface ConverterOptions {
  /**
   * Encodes every value before it leaves the process, see `encryption`. It comes after the codecs of `dataConverter`;
   * with it, messages and stack traces of errors are encoded too. Default: none.
   */
  readonly codec?: PayloadCodec | undefined;
  /** Keeps values that are too large for history, see `fileBlobs` and `s3Blobs`. Default: none; 2 MiB is the limit. */
  readonly blobs?: BlobStore | undefined;
}

/** Temporal requires this file by its path, in Node and in the sandbox. */
const encodedFailures = fileURLToPath(new URL('../workflows/encoded-failures.cjs', import.meta.url));

/** Found in a bundle whose code encodes the messages of errors. */
export const encodedFailuresMark = 'perdure.encoded-failures';

/**
 * Temporal's own setting for these options, on top of what the user has set there.
 * @throws PerdureError `Blobs.InvalidOptions`
 */
export function toDataConverter(
  { codec, blobs }: ConverterOptions,
  given: DataConverter = {},
  place: 'client' | 'worker' = 'client',
): DataConverter {
  if (blobs !== undefined && given.externalStorage !== undefined) throw twoStores();
  const inWorker = place === 'worker';
  const others = (given.payloadCodecs ?? []).filter((one) => !onlyRefuses(one));
  const last = codec && inWorker ? codecForWorker(codec) : codec;
  return {
    ...given,
    failureConverterPath: given.failureConverterPath ?? (codec && encodedFailures),
    // Decoding goes from the end: ours, then the user's, and then the look at what nobody could decode.
    payloadCodecs: [inWorker ? refuseEncryptedInWorker : refuseEncrypted, ...others, ...(last ? [last] : [])],
    externalStorage: blobs ? toExternalStorage(blobs, place) : given.externalStorage,
  };
}

function twoStores(): PerdureError {
  return new PerdureError({
    code: 'Blobs.InvalidOptions',
    message: "Both 'blobs' and 'dataConverter.externalStorage' are given. Use one of them.",
  });
}
