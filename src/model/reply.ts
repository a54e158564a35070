import type { AssistantMessage } from './message.js';

/**
 * Why the model stopped. `length`: its reply is cut at `maxTokens`. `pause`: the provider wants to be called again with
 * the reply as it is. `refusal`: it will not answer.
 */
export type StopReason = 'stop' | 'tool-calls' | 'length' | 'refusal' | 'pause' | 'other';

/** Tokens of one call, or of several together. */
export interface Usage {
  /** Including what came from the provider's cache. */
  readonly inputTokens: number;
  /** Including thoughts. */
  readonly outputTokens: number;
  readonly cachedTokens?: number;
  readonly reasoningTokens?: number;
  /** By the worker's `prices`, in their currency; left out for models that have none there. */
  readonly cost?: number;
}

export interface ModelReply {
  readonly message: AssistantMessage;
  readonly stopReason: StopReason;
  /** Left out where the provider says nothing. */
  readonly usage?: Usage;
  /** The model that has answered, where the provider names it: often a dated version of the one that was asked. */
  readonly model?: string;
  /** The provider's name for the call, for its support. */
  readonly requestId?: string;
  /** What could not be done as asked, for the log. */
  readonly warnings?: readonly string[];
}

export const noUsage: Usage = { inputTokens: 0, outputTokens: 0 };

export function addUsage(one: Usage, other: Usage = noUsage): Usage {
  const cached = (one.cachedTokens ?? 0) + (other.cachedTokens ?? 0);
  const reasoning = (one.reasoningTokens ?? 0) + (other.reasoningTokens ?? 0);
  const cost = one.cost === undefined && other.cost === undefined ? undefined : (one.cost ?? 0) + (other.cost ?? 0);
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    ...(cached > 0 && { cachedTokens: cached }),
    ...(reasoning > 0 && { reasoningTokens: reasoning }),
    ...(cost !== undefined && { cost }),
  };
}
