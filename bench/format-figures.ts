import type { Comparison, Ratio } from './compare.js';

/** A time or a size as people read it. */
export function formatValue(value: number, unit: Comparison['unit']): string {
  if (unit === 'KB') return `${Math.round(value)} KB`;
  if (value >= 10_000) return `${(value / 1_000).toFixed(1)} s`;
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ms`;
}

/** The median, and in brackets the middle half where there is more than one value. */
export function formatRatio({ median, low, high }: Ratio): string {
  return low === high ? median.toFixed(2) : `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}
