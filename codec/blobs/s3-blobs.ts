import type { GetObjectCommandOutput, S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { PerdureError } from '../../src/errors.js';
import type { BlobStore } from './blob-store.js';

export interface S3BlobsOptions {
  readonly bucket: string;
  /** Put before every name, such as `perdure/`. Default: nothing. */
  readonly prefix?: string;
  /** Values from this size on, in bytes, are kept here. Default and most: 262144 (256 KiB). */
  readonly threshold?: number;
  /** A client of `@aws-sdk/client-s3` to use instead of the settings below. */
  readonly client?: { send(command: never, options?: { abortSignal?: AbortSignal }): Promise<unknown> };
  /** Default: as the AWS environment and profiles say. */
  readonly region?: string;
  /** The URL of an S3-compatible store; its buckets are then addressed by path. Default: AWS. */
  readonly endpoint?: string;
  /** Default: as the AWS environment, profiles or the machine's role say. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

type Sdk = typeof import('@aws-sdk/client-s3');

/**
 * Keeps large values in a bucket of S3, or of any store that speaks its protocol. Needs the package
 * `@aws-sdk/client-s3`, which is loaded when the first large value comes.
 *
 * ```ts
 * const blobs = s3Blobs({ bucket: 'orders', prefix: 'perdure/', region: 'eu-central-1' });
 * ```
 * @throws PerdureError `Blobs.MissingPackage` on first use
 */
export function s3Blobs(options: S3BlobsOptions): BlobStore {
  const { bucket: Bucket, prefix = '', threshold } = options;
  let opened: Promise<{ sdk: Sdk; client: S3Client }> | undefined;
  const open = (): NonNullable<typeof opened> => (opened ??= openClient(options));
  return {
    kind: 's3',
    threshold,
    async put(name, bytes, abortSignal) {
      const { sdk, client } = await open();
      await client.send(new sdk.PutObjectCommand({ Bucket, Key: prefix + name, Body: bytes }), { abortSignal });
    },
    async get(name, abortSignal) {
      const { sdk, client } = await open();
      try {
        const command = new sdk.GetObjectCommand({ Bucket, Key: prefix + name });
        const { Body }: GetObjectCommandOutput = await client.send(command, { abortSignal });
        return await Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
        throw error;
      }
    },
  };
}

async function openClient({
  client,
  region,
  endpoint,
  credentials,
}: S3BlobsOptions): Promise<{ sdk: Sdk; client: S3Client }> {
  const sdk = await loadSdk();
  if (client !== undefined) return { sdk, client: client as unknown as S3Client };
  const config: S3ClientConfig = { requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000 } };
  if (region !== undefined || endpoint !== undefined) config.region = region ?? 'us-east-1';
  if (endpoint !== undefined) Object.assign(config, { endpoint, forcePathStyle: true });
  if (credentials !== undefined) config.credentials = credentials;
  return { sdk, client: new sdk.S3Client(config) };
}

async function loadSdk(): Promise<Sdk> {
  try {
    return await import('@aws-sdk/client-s3');
  } catch (cause) {
    throw new PerdureError({
      code: 'Blobs.MissingPackage',
      message: "s3Blobs needs the package '@aws-sdk/client-s3', which is not installed: npm install @aws-sdk/client-s3",
      cause,
    });
  }
}
