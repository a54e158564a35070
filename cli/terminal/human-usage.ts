import type { Usage } from '../../src/model/reply.js';

const thousands = new Intl.NumberFormat('en-US');

/** A number of tokens: `1,234`. */
export function humanCount(count: number): string {
  return thousands.format(count);
}

/** An amount in the currency of the user's prices: two digits, or more where it is less than a cent. */
export function humanCost(cost: number): string {
  if (cost === 0) return '0';
  return cost >= 0.1 ? cost.toFixed(2) : String(Number(cost.toPrecision(2)));
}

/** What model calls have used, in one line: `1,234 in (1,000 cached), 56 out, cost 0.012`. */
export function humanUsage({ inputTokens, outputTokens, cachedTokens, cost }: Usage): string {
  const cached = cachedTokens ? ` (${humanCount(cachedTokens)} cached)` : '';
  const parts = [`${humanCount(inputTokens)} in${cached}`, `${humanCount(outputTokens)} out`];
  return [...parts, ...(cost === undefined ? [] : [`cost ${humanCost(cost)}`])].join(', ');
}
