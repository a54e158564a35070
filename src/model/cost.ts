import { OptionProblems } from '../definition/check-options.js';
import type { Usage } from './reply.js';
import { parseModelName } from './model-name.js';

/** What a model costs per million tokens, in whatever currency its user counts in. */
export interface ModelPrice {
  readonly input: number;
  readonly output: number;
  /** Input from the provider's cache. Default: as `input`. */
  readonly cached?: number;
}

/** Prices by `<provider>/<model>`. Calls of models that are not there have no cost. */
export type ModelPrices = Readonly<Record<string, ModelPrice>>;

const known = ['input', 'output', 'cached'] as const satisfies readonly (keyof ModelPrice)[];
const million = 1_000_000;

/** @throws PerdureError `Worker.InvalidOptions` with all problems */
export function checkPrices(prices: ModelPrices): void {
  const problems = new OptionProblems('prices', 'Worker.InvalidOptions', 'are wrong');
  for (const [model, price] of Object.entries(prices)) {
    problems.attempt(() => parseModelName(model));
    if (typeof price !== 'object' || price === null) {
      problems.add(`'${model}' needs { input, output }, but got ${String(price)}`);
      continue;
    }
    problems.unknown(price, known);
    for (const part of known) {
      const value = price[part];
      if (value === undefined && part === 'cached') continue;
      if (typeof value === 'number' && value >= 0) continue;
      problems.add(`${part} of '${model}' must be a number of at least 0, but got ${String(value)}`);
    }
  }
  problems.throwAny();
}

/** What a call has used, with its cost if the model's price is known. */
export function withCost(usage: Usage, price: ModelPrice | undefined): Usage {
  if (price === undefined) return usage;
  const { inputTokens, outputTokens, cachedTokens = 0 } = usage;
  const { input, output, cached = input } = price;
  const cost = (input * (inputTokens - cachedTokens) + cached * cachedTokens + output * outputTokens) / million;
  return { ...usage, cost };
}
