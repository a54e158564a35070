import type { Route } from './follow-uses.js';

/** `workflow 'count' through load → parse` */
export function describeRoute({ label, through }: Route): string {
  return through.length === 0 ? label : `${label} through ${through.join(' → ')}`;
}
