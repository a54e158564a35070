import type { Reasoning } from '../../../src/model/request.js';
import type { ModelAbilities } from '../../../src/ports/model-provider.js';

/** 2 for `gemini-2.5-flash`; unknown for an alias such as `gemini-flash-latest`, and for other families. */
function generationOf(model: string): number | undefined {
  const number = /^(?:models\/)?gemini-(\d+(?:\.\d+)?)/.exec(model)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** From Gemini 3 on JSON goes together with tools; what is not known is asked in two steps, which always works. */
export function abilitiesOf(model: string): ModelAbilities {
  return { tools: true, output: (generationOf(model) ?? 0) >= 3 ? 'native' : 'without-tools' };
}

/** Whether history is refused if its function calls have no signature. */
export function wantsSignatures(model: string): boolean {
  const generation = generationOf(model);
  return generation === undefined ? /^(?:models\/)?gemini-.*-latest$/.test(model) : generation >= 3;
}

/** Whether pictures may be a part of a function's response. */
export function takesMediaInResults(model: string): boolean {
  return (generationOf(model) ?? 0) >= 3;
}

/** Tokens to think with: what Google itself takes for these words where a 2.5 model is asked by an effort. */
const budgets: Readonly<Record<Reasoning, number>> = { low: 1_024, medium: 8_192, high: 24_576 };

/** `undefined` for a model that cannot think. */
export function thinkingConfig(model: string, reasoning: Reasoning): object | undefined {
  const generation = generationOf(model);
  if (generation === undefined || generation >= 3) return { includeThoughts: true, thinkingLevel: reasoning };
  return generation >= 2.5 ? { includeThoughts: true, thinkingBudget: budgets[reasoning] } : undefined;
}
