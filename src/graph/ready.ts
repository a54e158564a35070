import { decidedState } from './decided-state.js';
import { followsEnd, GraphEdge } from './edge.js';
import { edgesOf } from './edges-of.js';
import { goBack, nextBack } from './go-back.js';
import type { GraphPlan } from './graph-plan.js';
import type { GraphNode, Join } from './node.js';
import { type Draft, type EdgeState, type Progress, toDraft } from './progress.js';
import { skipReason } from './skip-reason.js';

export interface Step {
  readonly progress: Progress;
  /** The nodes that run now, in the order they were added. */
  readonly ready: readonly GraphNode[];
  /** The nodes that were skipped, and why. */
  readonly skipped: ReadonlyMap<string, string>;
  /** Edges that follow a skip on a condition, which is to be asked. */
  readonly asked: readonly GraphEdge[];
  /** An edge back that would be followed once too often: nothing must be started any more. */
  readonly exceeded: GraphEdge | undefined;
}

/** What a node does, given the states of its incoming edges, those that lead back left out. */
const joinVerdicts: { readonly [J in Join]: (edges: readonly EdgeState[]) => 'wait' | 'run' | 'skip' } = {
  // One edge that is not taken decides; what depends on the node need not wait for the others.
  all: (edges) =>
    edges.every((edge) => edge === 'taken')
      ? 'run'
      : edges.every((edge) => edge === 'taken' || edge === 'undecided')
        ? 'wait'
        : 'skip',
  any: (edges) =>
    edges.includes('undecided') ? 'wait' : edges.length === 0 || edges.includes('taken') ? 'run' : 'skip',
};

/** Skips what can no longer run, starts what can run now, and goes back where a loop has come to its end. */
export function advance(plan: GraphPlan, progress: Progress): Step {
  const draft = toDraft(progress);
  const ready: GraphNode[] = [];
  const asked: GraphEdge[] = [];
  const skipped = new Map<string, string>();
  for (;;) {
    skip(plan, draft, { skipped, asked });
    for (const node of nodesTo('run', plan, draft)) {
      begin(plan, draft, node);
      ready.push(node);
    }
    const back = nextBack(plan, draft);
    const exceeded = back.find(({ to, maxVisits = 0 }) => (draft.rounds.get(to) ?? 0) >= maxVisits);
    if (back.length === 0 || exceeded) return { progress: draft, ready, skipped, asked, exceeded };
    goBack(plan, draft, back);
  }
}

/** Skips until nothing more is to be skipped. */
function skip(
  plan: GraphPlan,
  draft: Draft,
  { skipped, asked }: { readonly skipped: Map<string, string>; readonly asked: GraphEdge[] },
): void {
  for (let nodes = nodesTo('skip', plan, draft); nodes.length > 0; nodes = nodesTo('skip', plan, draft)) {
    for (const { name } of nodes) {
      draft.nodes.set(name, 'skipped');
      skipped.set(name, skipReason(plan, draft, name));
      for (const edge of edgesOf(plan.outgoing, name)) {
        if (!followsEnd(edge, 'skipped')) draft.edges.set(edge, 'unreached');
        else if (edge.when) asked.push(edge);
        else draft.edges.set(edge, 'taken');
      }
    }
  }
}

function begin(plan: GraphPlan, { nodes, edges, visits, rounds }: Draft, { name }: GraphNode): void {
  nodes.set(name, 'running');
  visits.set(name, (visits.get(name) ?? 0) + 1);
  const isAgain = edgesOf(plan.incoming, name).some((edge) => edges.get(edge) === 'followed');
  rounds.set(name, isAgain ? (rounds.get(name) ?? 0) + 1 : 1);
}

function nodesTo(verdict: 'run' | 'skip', plan: GraphPlan, draft: Draft): GraphNode[] {
  return [...plan.nodes.values()].filter(({ name, join }) => {
    if (draft.nodes.has(name)) return false;
    const incoming = edgesOf(plan.incoming, name);
    // Going back leads to a visit, whatever has become of the other edges.
    if (incoming.some((edge) => draft.edges.get(edge) === 'followed')) return verdict === 'run';
    const states = incoming.filter(GraphEdge.isForward).map((edge) => decidedState(plan, draft, edge));
    return joinVerdicts[join](states) === verdict;
  });
}
