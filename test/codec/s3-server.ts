import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
// It has no types of its own.
// @ts-expect-error: an untyped package
import S3rver from 's3rver';

interface Stoppable {
  run(): Promise<AddressInfo>;
  close(): Promise<void>;
  readonly httpServer: Server;
}

export const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

/** A server that speaks S3, with one bucket, on loopback. */
export async function s3Server(
  bucket: string,
): Promise<{ endpoint: string; folder: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'perdure-s3-'));
  const server = new (S3rver as new (options: object) => Stoppable)({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: folder,
    configureBuckets: [{ name: bucket }],
  });
  const { port } = await server.run();
  let stopped = false;
  const stop = async (): Promise<void> => {
    if (stopped) return;
    stopped = true;
    (server.httpServer as Server & { closeAllConnections?: () => void }).closeAllConnections?.();
    await server.close();
  };
  onTestFinished(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });
  return { endpoint: `http://127.0.0.1:${port}`, folder, stop };
}
