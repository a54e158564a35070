import { type Duration, toMilliseconds } from '../../../src/duration.js';
import type { StreamChannel } from '../../../src/ports/stream-channel.js';
import { Outbox } from '../outbox.js';
import { followHub } from './follow-hub.js';
import { hubAddress } from './hub-address.js';
import { postFrames } from './post-frames.js';

export interface HttpStreamOptions {
  /** Where the hub is: `http://127.0.0.1:8235`, or where another server has mounted it. */
  readonly url: string;
  /** The hub's token. Default: none. */
  readonly token?: string;
  /** How long a subscriber looks for a hub that does not answer. Default `'30s'`. */
  readonly patience?: Duration;
}

/**
 * The channel of workers and viewers that reach a `streamHub` over HTTP.
 *
 * ```ts
 * const worker = await createWorker({ app, stream: httpStream({ url: 'http://127.0.0.1:8235' }) });
 * ```
 * @throws PerdureError `Stream.InvalidOptions`; when used `Stream.Unavailable`, `Stream.Refused`
 */
export function httpStream({ url, token, patience = '30s' }: HttpStreamOptions): StreamChannel {
  const hub = hubAddress(url, token);
  const longest = toMilliseconds(patience, "httpStream's patience");
  const outbox = new Outbox((run, frames, batch) => postFrames(hub, run, frames, batch));
  return {
    publish: (run, frames, options) => outbox.publish(run, frames, options),
    subscribe: (run, options) => followHub(hub, run, { ...options, patience: longest }),
    close: () => outbox.empty(),
  };
}
