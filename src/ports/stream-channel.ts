import type { StreamEvent, StreamFrame } from '../contract/stream.js';
import type { AbortSignal } from '../task/task-context.js';

export interface SubscribeOptions {
  /** The last event that was seen. Default 0: from the first that is still there. */
  readonly after?: number;
  /** Ends the subscription. */
  readonly signal?: AbortSignal;
}

/**
 * How what agents show reaches those who watch. Nothing of it is in history, and nothing depends on it: a channel that
 * fails costs viewers what they would have seen, never a run its reply.
 */
export interface StreamChannel {
  /** Appends frames of a run, which is named by its workflow id, in their order. */
  publish(run: string, frames: readonly StreamFrame[]): Promise<void>;
  /** What there is after an event, then what comes, to every subscriber alike. */
  subscribe(run: string, options?: SubscribeOptions): AsyncIterable<StreamEvent>;
  close?(): Promise<void>;
}
