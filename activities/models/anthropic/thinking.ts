import type Anthropic from '@anthropic-ai/sdk';
import type { Reasoning } from '../../../src/model/request.js';

/** Up to 4.5 they are told a number of tokens; later ones decide themselves, by an effort. */
const toldTokens = /^claude-(?:3|(?:opus|sonnet|haiku)-4(?:-[015])?(?:-\d{8})?$)/;
const leastTokens = 1_024;
const shares: Readonly<Record<Reasoning, number>> = { low: 0.25, medium: 0.5, high: 0.75 };

interface Thinking {
  readonly thinking?: Anthropic.ThinkingConfigParam;
  readonly effort?: Reasoning;
  readonly warning?: string;
}

/** How much a model may think, in its own terms; nothing where nothing is asked for. */
export function toThinking(model: string, reasoning: Reasoning | undefined, maxTokens: number): Thinking {
  if (reasoning === undefined) return {};
  if (!toldTokens.test(model)) return { thinking: { type: 'adaptive' }, effort: reasoning };
  if (maxTokens <= leastTokens) {
    return {
      warning: `${model} thinks with at least ${leastTokens} tokens, which have to fit into maxTokens (${maxTokens}): it does not think.`,
    };
  }
  const tokens = Math.max(leastTokens, Math.floor(maxTokens * shares[reasoning]));
  return { thinking: { type: 'enabled', budget_tokens: tokens } };
}
