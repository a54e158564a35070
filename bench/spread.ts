/** A set of measurements, and three numbers that stand for it. */
export interface Spread {
  readonly median: number;
  readonly p95: number;
  readonly min: number;
  readonly values: readonly number[];
}

export function spread(values: readonly number[]): Spread {
  return { median: median(values), p95: quantile(values, 0.95), min: quantile(values, 0), values };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Between two values of the sorted list: in proportion. */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
