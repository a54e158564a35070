import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { PerdureError } from '../../../src/errors.js';
import { streamUnavailable } from '../stream-error.js';
import { checkAnswer, streamRefused } from './check-answer.js';
import type { HubAddress } from './hub-address.js';
import { unlessAborted, withinTime } from '../../unless-aborted.js';
import { keepAlive } from './wire.js';

/** A line on which even comments have not come for so long is dead. In milliseconds. */
const longestSilence = 3 * keepAlive;

export interface ReadOptions {
  readonly after: number;
  /** `false`: what there is, and no more. */
  readonly follow: boolean;
  readonly signal: AbortSignal | undefined;
}

/**
 * The server-sent events of one connection. Reads on only when asked for more, so a slow reader holds no more than what
 * came at once.
 * @throws PerdureError `Stream.Unavailable` for what may pass, `Stream.Refused`
 */
export async function* readEvents(
  hub: HubAddress,
  run: string,
  { after, follow, signal }: ReadOptions,
): AsyncGenerator<EventSourceMessage> {
  const line = new AbortController();
  const hangUp = (): void => line.abort();
  signal?.addEventListener('abort', hangUp, { once: true });
  if (signal?.aborted) hangUp();
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  try {
    reader = (await whileAlive(line, () => open(hub, run, { after, follow, signal: line.signal }))).getReader();
    const decoder = new TextDecoder();
    const events: EventSourceMessage[] = [];
    const parser = createParser({ onEvent: (event) => void events.push(event) });
    const read = reader.read.bind(reader);
    for (;;) {
      const { done, value } = await whileAlive(line, read);
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      yield* events.splice(0);
    }
  } catch (error) {
    throw PerdureError.is(error) ? error : streamUnavailable(hub.place, error);
  } finally {
    signal?.removeEventListener('abort', hangUp);
    hangUp();
    await reader?.cancel().catch(() => undefined);
  }
}

async function open(
  hub: HubAddress,
  run: string,
  { after, follow, signal }: ReadOptions,
): Promise<ReadableStream<Uint8Array>> {
  const url = hub.url(run, 'stream');
  url.searchParams.set('after', String(after));
  if (!follow) url.searchParams.set('follow', 'false');
  const headers = { ...hub.headers, Accept: 'text/event-stream' };
  const response = await fetch(url, { headers, redirect: 'error', signal: signal ?? null });
  await checkAnswer(response, hub.place);
  if (response.body && response.headers.get('content-type')?.startsWith('text/event-stream')) return response.body;
  throw streamRefused(hub.place, 'it answers with something that is no stream of events');
}

/** While somebody waits for it; a reader who takes time has not lost the line. */
function whileAlive<T>(line: AbortController, work: () => Promise<T>): Promise<T> {
  return unlessAborted(line.signal, () => withinTime(longestSilence, work));
}
