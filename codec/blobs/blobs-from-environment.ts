import { PerdureError } from '../../src/errors.js';
import type { BlobStore } from './blob-store.js';
import { fileBlobs } from './file-blobs.js';
import { s3Blobs } from './s3-blobs.js';

export const blobsVariable = 'PERDURE_BLOBS';

/**
 * The store of large values that `PERDURE_BLOBS` names: a folder, or `s3://bucket/prefix` with `?region=` and
 * `?endpoint=` where the AWS environment does not say them; `undefined` where the variable is not set.
 * @throws PerdureError `Blobs.InvalidOptions`
 */
export function blobsFromEnvironment(): BlobStore | undefined {
  const text = (process.env[blobsVariable] ?? '').trim();
  if (text === '') return undefined;
  if (!text.includes('://')) return fileBlobs({ folder: text });
  const url = URL.parse(text);
  if (url?.protocol !== 's3:' || url.hostname === '') {
    throw new PerdureError({
      code: 'Blobs.InvalidOptions',
      message: `${blobsVariable} is neither a folder nor s3://bucket/prefix.`,
    });
  }
  const [region, endpoint] = [url.searchParams.get('region'), url.searchParams.get('endpoint')];
  return s3Blobs({
    bucket: url.hostname,
    prefix: url.pathname.slice(1),
    ...(region !== null && { region }),
    ...(endpoint !== null && { endpoint }),
  });
}
