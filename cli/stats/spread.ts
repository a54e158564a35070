/** How a number of lengths lie; zeros for none. */
export interface Spread {
  readonly total: number;
  readonly mean: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

export function spreadOf(lengths: readonly number[]): Spread {
  const sorted = lengths.toSorted((a, b) => a - b);
  const total = sorted.reduce((sum, length) => sum + length, 0);
  return {
    total,
    mean: sorted.length === 0 ? 0 : Math.round(total / sorted.length),
    median: atShare(sorted, 0.5),
    p95: atShare(sorted, 0.95),
    max: sorted.at(-1) ?? 0,
  };
}

/** The smallest length that so large a share of all does not exceed (nearest rank): always one that did occur. */
function atShare(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
