import type { JsonSchema, ModelSettings, ToolSpec } from '../model/request.js';

/** All that every call of an agent's model has in common; it travels once, under its digest. JSON. */
export interface AgentSpec {
  readonly provider: string;
  readonly model: string;
  readonly instructions: string;
  readonly tools: readonly ToolSpec[];
  readonly output: { readonly name: string; readonly schema: JsonSchema } | null;
  readonly settings: ModelSettings;
}

/**
 * What a model is asked for. `turn`: whatever it wants. `answer`: the tools are used up, it has to answer. `output`: the
 * same once more as JSON, for models that cannot do both at once.
 */
export type Phase = 'turn' | 'answer' | 'output';

/**
 * A short name for a text, the same in the sandbox and in Node, where a run's own values are told apart by it. Not for
 * secrets: anyone can make a text for a digest.
 */
export function digestOf(text: string): string {
  // cyrb53: 53 bits are plenty for the few specifications of one run.
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2_654_435_761);
    low = Math.imul(low ^ unit, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return `${text.length.toString(36)}-${(4_294_967_296 * (2_097_151 & low) + (high >>> 0)).toString(36)}`;
}
