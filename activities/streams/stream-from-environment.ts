import type { StreamChannel } from '../../src/ports/stream-channel.js';
import { httpStream } from './http/http-stream.js';
import { postgresStream } from './postgres/postgres-stream.js';
import { invalidStreamOptions } from './stream-error.js';

/**
 * The channel that `PERDURE_STREAM` names: a hub (`http://…`, with the token of `PERDURE_STREAM_TOKEN`) or a database
 * (`postgres://…`). `connect`, `createWorker` and the command line use it where they are given no other.
 * @param environment default `process.env`
 * @returns `undefined` where nothing is set
 * @throws PerdureError `Stream.InvalidOptions`
 */
export function streamFromEnvironment(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): StreamChannel | undefined {
  const url = environment['PERDURE_STREAM'];
  if (!url) return undefined;
  const token = environment['PERDURE_STREAM_TOKEN'] || undefined;
  if (/^https?:\/\//.test(url)) return httpStream({ url, ...(token && { token }) });
  if (/^postgres(ql)?:\/\//.test(url)) return postgresStream(url);
  // What it is may be a secret in the wrong place.
  throw invalidStreamOptions('PERDURE_STREAM must begin with http://, https:// or postgres://.');
}
