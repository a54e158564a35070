import type { GraphEdge } from './edge.js';
import { edgesOf } from './edges-of.js';

interface Ways {
  readonly incoming: ReadonlyMap<string, readonly GraphEdge[]>;
  readonly outgoing: ReadonlyMap<string, readonly GraphEdge[]>;
}

/**
 * The nodes one gets to from some nodes along the edges (`forward`), or from which one gets to them (`backward`); the
 * nodes themselves are among them.
 * @param follows which edges count; default all
 */
export function findReachable(
  plan: Ways,
  from: Iterable<string>,
  direction: 'forward' | 'backward',
  follows: (edge: GraphEdge) => boolean = () => true,
): ReadonlySet<string> {
  const reached = new Set(from);
  const ways = direction === 'forward' ? plan.outgoing : plan.incoming;
  // A set iterates over what is added while it is walked.
  for (const name of reached) {
    for (const edge of edgesOf(ways, name))
      if (follows(edge)) reached.add(direction === 'forward' ? edge.to : edge.from);
  }
  return reached;
}
