import type { EdgeRule } from './edge.js';

/** What drawings need of an edge. */
export interface LabelledEdge {
  readonly on: EdgeRule;
  readonly when?: string;
  readonly maxVisits?: number;
}

/** What drawings write at an edge for its rule; the default needs no words. */
const ruleLabels: { readonly [R in EdgeRule]: string } = {
  succeeded: '',
  failed: 'failed',
  settled: 'settled',
};

/** The text at an edge in drawings: its rule, the name of its condition, and its bound. */
export function edgeLabel({ on, when, maxVisits }: LabelledEdge): string {
  const condition = [ruleLabels[on], when].filter(Boolean).join(' ');
  return [condition, maxVisits !== undefined && `at most ${maxVisits} visits`].filter(Boolean).join(', ');
}
