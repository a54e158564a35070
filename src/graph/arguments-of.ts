import type { Outcome } from '../outcome.js';
import { GraphEdge } from './edge.js';
import { edgesOf } from './edges-of.js';
import type { GraphPlan } from './graph-plan.js';
import type { GraphNode } from './node.js';
import { type Progress, stateOf } from './progress.js';

/** How the latest visits of nodes ended. */
export type Ends = ReadonlyMap<string, Outcome<unknown>>;

/**
 * What a visit gets: one argument per incoming edge, in the order they were added, `undefined` for an edge that was not
 * taken. An edge from outside a loop keeps what it brought; an edge back brings something only to the visit it leads to.
 * A start node gets the graph's input, unless an edge back leads to it.
 */
export function argumentsOf(
  plan: GraphPlan,
  progress: Progress,
  { name }: GraphNode,
  { input, ends }: { readonly input: unknown; readonly ends: Ends },
): unknown[] {
  const incoming = edgesOf(plan.incoming, name);
  const isAgain = incoming.some((edge) => stateOf(progress, edge) === 'followed');
  if (plan.starts.includes(name) && !isAgain) return [input];
  return incoming.map((edge) => {
    const brings = GraphEdge.isBack(edge) ? 'followed' : 'taken';
    return stateOf(progress, edge) === brings ? edgeValue(edge, ends) : undefined;
  });
}

/** What an edge brings to its target, and to its condition. */
export function edgeValue({ from, on }: GraphEdge, ends: Ends): unknown {
  const outcome = ends.get(from);
  if (on !== 'succeeded') return outcome;
  return outcome?.status === 'succeeded' ? outcome.value : undefined;
}
