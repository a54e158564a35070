import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { StreamChannel } from '../../../src/ports/stream-channel.js';
import { PerdureError } from '../../../src/errors.js';
import { Refusal } from './refusal.js';
import type { RunEnds } from './run-ends.js';
import { endEvent, failureEvent, keepAlive, named, toServerSent } from './wire.js';

interface Served {
  readonly run: string;
  readonly channel: StreamChannel;
  readonly headers: Readonly<Record<string, string>>;
  readonly ends: RunEnds;
  /** The hub stops. */
  readonly closing: AbortSignal;
}

/** A run as server-sent events. What the viewer has not read yet waits in the channel, not here. */
export async function serveStream(request: IncomingMessage, response: ServerResponse, served: Served): Promise<void> {
  const { run, channel, headers, ends, closing } = served;
  const { after, follow } = wanted(request);
  response.writeHead(200, {
    ...headers,
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache, no-transform',
    // Some proxies gather answers unless told not to.
    'X-Accel-Buffering': 'no',
  });
  response.write('retry: 1000\n\n');
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  const isOver = new AbortController();
  const finish = (): void => isOver.abort();
  response.once('close', leave);
  closing.addEventListener('abort', leave, { once: true });
  const beat = setInterval(() => void (response.writableNeedDrain || response.write(': keep-alive\n\n')), keepAlive);
  if (follow) ends.onEnd(run, gone.signal, finish);
  else finish();
  gone.signal.addEventListener('abort', finish, { once: true });
  try {
    for await (const event of channel.subscribe(run, { after, signal: isOver.signal })) {
      if (gone.signal.aborted) break;
      if (!response.write(toServerSent(event))) await once(response, 'drain', { signal: gone.signal });
    }
    if (!gone.signal.aborted) response.write(named(endEvent, { run }));
  } catch (error) {
    if (!gone.signal.aborted) response.write(named(failureEvent, inWords(error)));
  } finally {
    clearInterval(beat);
    closing.removeEventListener('abort', leave);
    response.off('close', leave);
    leave();
    response.end();
  }
}

/** A browser that connects again sends what it has seen, and the address as it was. */
function wanted({ url = '', headers }: IncomingMessage): { readonly after: number; readonly follow: boolean } {
  const query = new URL(url, 'http://hub').searchParams;
  const seen = headers['last-event-id'] ?? query.get('after') ?? '0';
  const after = Number(seen === '' ? 0 : seen);
  if (!Number.isSafeInteger(after) || after < 0) throw new Refusal(400, 'after is the number of the last event seen.');
  return { after, follow: query.get('follow') !== 'false' };
}

function inWords(error: unknown): Pick<PerdureError, 'code' | 'message' | 'retryable'> {
  if (!PerdureError.is(error)) return { code: 'Stream.Unavailable', message: 'The channel failed.', retryable: true };
  const { code, message, retryable } = error;
  return { code, message, retryable };
}
