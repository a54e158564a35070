import { type EdgeRule, GraphEdge } from './edge.js';
import { edgesOf } from './edges-of.js';
import type { GraphPlan } from './graph-plan.js';
import type { NodeState } from './node-state.js';
import { type EdgeState, type Progress, stateOf } from './progress.js';

const waitedFor: { readonly [R in EdgeRule]: string } = {
  succeeded: 'a success',
  failed: 'a failure',
  settled: 'any end',
};

/** Why an edge was not taken; an edge that was taken is no reason. */
const reasons: { readonly [S in EdgeState]: ((edge: GraphEdge, end: NodeState | undefined) => string) | undefined } = {
  undecided: undefined,
  taken: undefined,
  followed: undefined,
  refused: (edge) => `the condition of ${GraphEdge.describe(edge)} did not hold`,
  unmatched: (edge, end) =>
    `${GraphEdge.describe(edge)} waits for ${waitedFor[edge.on]}, but '${edge.from}' ${ended(end)}`,
  unreached: ({ from }) => `'${from}' was skipped`,
};

/** Why a node was skipped, in the order of its edges. */
export function skipReason(plan: GraphPlan, progress: Progress, node: string): string {
  const found = edgesOf(plan.incoming, node)
    .filter(GraphEdge.isForward)
    .flatMap((edge) => {
      const reason = reasons[stateOf(progress, edge)]?.(edge, progress.nodes.get(edge.from));
      return reason === undefined ? [] : [reason];
    });
  return found.join('; ');
}

function ended(state: NodeState | undefined): string {
  return state === 'cancelled' ? 'was cancelled' : (state ?? 'has not ended');
}
