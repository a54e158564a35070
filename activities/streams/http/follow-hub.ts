import type { EventSourceMessage } from 'eventsource-parser';
import type { StreamEvent, StreamFrame } from '../../../src/contract/stream.js';
import { PerdureError } from '../../../src/errors.js';
import type { SubscribeOptions } from '../../../src/ports/stream-channel.js';
import { streamUnavailable } from '../stream-error.js';
import { Pauses } from '../try-again.js';
import type { HubAddress } from './hub-address.js';
import { readEvents } from './read-events.js';
import { endEvent, failureEvent } from './wire.js';

/** Follows a run over any number of connections. One that is ended asks once more, for what was published before. */
export async function* followHub(
  hub: HubAddress,
  run: string,
  { after = 0, signal, patience }: SubscribeOptions & { readonly patience: number },
): AsyncGenerator<StreamEvent> {
  let last = after;
  const outage = new Outage(patience);
  for (;;) {
    const follow = !hasEnded(signal);
    try {
      for await (const message of readEvents(hub, run, { after: last, follow, signal: follow ? signal : undefined })) {
        outage.over();
        if (message.event === endEvent) return;
        if (message.event === failureEvent) throw failureIn(hub, message);
        if (message.event !== undefined) continue;
        last = Number(message.id);
        yield { seq: last, frame: JSON.parse(message.data) as StreamFrame };
      }
      // A connection that ends without a word of ours was cut, perhaps by a proxy.
      await outage.wait(streamUnavailable(hub.place, new Error('the connection was closed')), signal);
    } catch (error) {
      // Hung up on purpose: once more, for what was published before.
      if (follow && hasEnded(signal)) continue;
      await outage.wait(error, follow ? signal : undefined);
    }
  }
}

function hasEnded(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** How long a hub has been away. */
class Outage {
  private since: number | undefined;
  private readonly pauses = new Pauses();

  constructor(private readonly patience: number) {}

  over(): void {
    this.since = undefined;
    this.pauses.reset();
  }

  /** Waits before the next attempt. @throws the failure, if it is final or patience has ended */
  async wait(error: unknown, signal: AbortSignal | undefined): Promise<void> {
    const now = performance.now();
    this.since ??= now;
    if ((error as PerdureError).retryable !== true || now - this.since > this.patience) throw error;
    await this.pauses.next(signal);
  }
}

function failureIn(hub: HubAddress, { data }: EventSourceMessage): PerdureError {
  const { code, message, retryable } = JSON.parse(data) as Pick<PerdureError, 'code' | 'message' | 'retryable'>;
  if (retryable) return streamUnavailable(hub.place, new Error(message));
  return new PerdureError({ code, message, details: { place: hub.place } });
}
