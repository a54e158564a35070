import type { Usage } from '../../../src/model/reply.js';

/** Each number is the sum so far; one that is not known yet is null, and counts for nothing. */
export interface UsageSoFar {
  readonly input_tokens?: number | null;
  readonly output_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
  readonly output_tokens_details?: { readonly thinking_tokens: number } | null;
}

/** The API counts what is cached apart; `inputTokens` has it in. */
export function toUsage(usage: UsageSoFar): Usage | undefined {
  const { input_tokens: input, output_tokens: output } = usage;
  if (typeof input !== 'number' && typeof output !== 'number') return undefined;
  const cached = usage.cache_read_input_tokens ?? 0;
  const thought = usage.output_tokens_details?.thinking_tokens ?? 0;
  return {
    inputTokens: (input ?? 0) + cached + (usage.cache_creation_input_tokens ?? 0),
    outputTokens: output ?? 0,
    ...(cached > 0 && { cachedTokens: cached }),
    ...(thought > 0 && { reasoningTokens: thought }),
  };
}
