import { PerdureError } from '../errors.js';
import { GraphEdge } from './edge.js';
import { edgesOf, type GraphPlan } from './graph-plan.js';
import type { EdgeState, Progress } from './ready.js';

/**
 * The result of a run in which every node has ended: the output of the end node that ran, or of several an object by
 * node name.
 * @throws PerdureError `Graph.NoEndReached`
 */
export function graphResult(plan: GraphPlan, progress: Progress, outputs: ReadonlyMap<string, unknown>): unknown {
  const reached = plan.ends.filter((name) => progress.nodes.get(name) === 'succeeded');
  const [first] = reached;
  if (first === undefined) throw noEndReached(plan, progress);
  if (reached.length === 1) return outputs.get(first);
  return Object.fromEntries(reached.map((name) => [name, outputs.get(name)]));
}

/** Why an edge was not taken; an edge that was taken is no reason. */
const reasons: { readonly [S in EdgeState]: ((edge: GraphEdge) => string) | undefined } = {
  undecided: undefined,
  taken: undefined,
  refused: (edge) => `the condition of ${GraphEdge.describe(edge)} did not hold`,
  unreached: ({ from }) => `'${from}' was skipped`,
};

function noEndReached(plan: GraphPlan, progress: Progress): PerdureError {
  const skipped = [...plan.nodes.keys()]
    .filter((node) => progress.nodes.get(node) === 'skipped')
    .map((node) => ({ node, reason: skipReason(plan, progress, node) }));
  const list = skipped.map(({ node, reason }) => `\n  - '${node}' was skipped: ${reason}`).join('');
  return new PerdureError({
    code: 'Graph.NoEndReached',
    message: `graph '${plan.name}' ended without reaching an end (${plan.ends.map((name) => `'${name}'`).join(', ')}):${list}`,
    details: { graph: plan.name, ends: plan.ends, skipped },
  });
}

function skipReason(plan: GraphPlan, progress: Progress, node: string): string {
  const found = edgesOf(plan.incoming, node).flatMap((edge) => {
    const reason = reasons[progress.edges.get(edge) ?? 'undecided']?.(edge);
    return reason === undefined ? [] : [reason];
  });
  return found.join('; ');
}
