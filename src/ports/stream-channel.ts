import type { StreamEvent, StreamFrame } from '../contract/stream.js';
import type { AbortSignal } from '../task/task-context.js';

export interface SubscribeOptions {
  /**
   * The last event that was seen. Default 0: from the first that is still there. More than the channel has given means that
   * it has begun anew since: then, too, from the first.
   */
  readonly after?: number;
  /** Ends the subscription, once everything that was published before has been given. */
  readonly signal?: AbortSignal;
}

export interface PublishOptions {
  /** Names these frames within the run, so that they can be sent again when their arrival is in doubt: the second time nothing happens. */
  readonly batch?: string;
}

/**
 * How what agents show reaches those who watch. Nothing of it is in history, and nothing depends on it: a channel that
 * fails costs viewers what they would have seen, never a run its reply. `streamContract` of `perdure/testing` says what
 * every channel keeps.
 */
export interface StreamChannel {
  /** Appends frames of a run, which is named by its workflow id, in their order. */
  publish(run: string, frames: readonly StreamFrame[], options?: PublishOptions): Promise<void>;
  /** What there is after an event, then what comes, to every subscriber alike. */
  subscribe(run: string, options?: SubscribeOptions): AsyncIterable<StreamEvent>;
  /** Lets connections go, once what was published is out. Subscriptions go on; the channel can be used again. */
  close?(): Promise<void>;
}
