import type { EdgeJson } from '../to-json.js';

/** What a line in a drawing says of its edge: followed always, on a condition, or after a failure. */
export type LineKind = 'always' | 'condition' | 'failure';

/** In the order in which lines of one node leave it, from left to right. */
export const lineKinds = ['always', 'condition', 'failure'] as const satisfies readonly LineKind[];

/** The sign where a line leaves its node. */
export const lineSigns: { readonly [K in LineKind]: string } = { always: '┬', condition: '◇', failure: '!' };

export function lineKind({ on, when }: EdgeJson): LineKind {
  if (on === 'failed') return 'failure';
  return when === undefined ? 'always' : 'condition';
}

export function isDashed(kind: LineKind): boolean {
  return kind !== 'always';
}
