import type { StreamEvent } from '../src/contract/stream.js';
import { PerdureError } from '../src/errors.js';
import type { StreamChannel } from '../src/ports/stream-channel.js';

/** What of a run is wanted, and how to know that there will be no more. */
interface Followed {
  readonly run: string;
  readonly after: number;
  /** Settles when the run has ended. */
  readonly ended: Promise<unknown>;
}

/**
 * The stream of a run to its end.
 * @throws PerdureError `Stream.NotConfigured`
 */
export async function* followStream(
  channel: StreamChannel | undefined,
  { run, after, ended }: Followed,
): AsyncGenerator<StreamEvent> {
  if (channel === undefined) throw notConfigured();
  const over = new AbortController();
  // Frames are with the channel before the call they belong to has ended, so after the run none can come.
  const stop = (): void => over.abort();
  ended.then(stop, stop);
  try {
    yield* channel.subscribe(run, { after, signal: over.signal });
  } finally {
    stop();
  }
}

function notConfigured(): PerdureError {
  return new PerdureError({
    code: 'Stream.NotConfigured',
    message:
      'This program has no channel to hear what agents show. Give worker and client the same one: connect({ stream }), createWorker({ stream, … }), or PERDURE_STREAM in the environment of both.',
  });
}
