import type { ModelReply } from '../model/reply.js';
import type { ModelRequest } from '../model/request.js';
import type { AbortSignal } from '../task/task-context.js';

/** A piece of a reply while it is being made. `activity`: the model is alive, and there is nothing to show. */
export type Delta =
  | { readonly type: 'text' | 'reasoning'; readonly text: string }
  | { readonly type: 'tool-call'; readonly id: string; readonly name: string; readonly argumentsText: string }
  | { readonly type: 'activity' };

/** What is known of a model without asking its provider. */
export interface ModelAbilities {
  /** Whether it can call tools. */
  readonly tools: boolean;
  /**
   * How it gives JSON that fits a schema. `native`: together with tools. `without-tools`: natively, but only in a call
   * that has no tools. `prompt`: it is only asked to.
   */
  readonly output: 'native' | 'without-tools' | 'prompt';
}

/** What one call is given besides the request. */
export interface ModelCallContext {
  /** Aborted when the call is cancelled or its time is up. */
  readonly signal: AbortSignal;
  /** The value of a secret of the worker's sources; a provider's key is asked for at every call, so that it may change. */
  secret(this: void, name: string): Promise<string | undefined>;
  /** Told of each piece as it comes; without any for a minute the call counts as dead. */
  onDelta(this: void, delta: Delta): void;
}

/**
 * A company or a server that has models. It makes one call at a time and never tries again by itself: that is the
 * engine's work, which is told by the error whether it may help.
 */
export interface ModelProvider {
  abilitiesOf(model: string): ModelAbilities;
  /**
   * @throws PerdureError `Model.RateLimit`, `Model.Overloaded`, `Model.Unavailable`, `Model.Truncated` (retryable),
   * `Model.Quota`, `Model.InvalidRequest`, `Model.Authentication`, `Model.Refused`, `Model.ContextTooLong`
   */
  generate(request: ModelRequest, context: ModelCallContext): Promise<ModelReply>;
  /** Releases what it holds, when the worker ends. */
  close?(): Promise<void>;
}
