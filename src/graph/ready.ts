import { followsEnd, GraphEdge } from './edge.js';
import { edgesOf } from './edges-of.js';
import { goBack, nextBack } from './go-back.js';
import type { GraphPlan } from './graph-plan.js';
import { hasEnded } from './has-ended.js';
import type { GraphNode, Join } from './node.js';
import { type Draft, type EdgeState, type Progress, stateOf, toDraft } from './progress.js';

export interface Step {
  readonly progress: Progress;
  /** The nodes that run now, in the order they were added. */
  readonly ready: readonly GraphNode[];
  /** Edges of skipped nodes whose conditions are to be asked. */
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
  for (;;) {
    asked.push(...skip(plan, draft));
    for (const node of nodesTo('run', plan, draft)) {
      begin(plan, draft, node);
      ready.push(node);
    }
    const back = nextBack(plan, draft);
    const exceeded = back.find(({ to, maxVisits = 0 }) => (draft.rounds.get(to) ?? 0) >= maxVisits);
    if (back.length === 0 || exceeded) return { progress: draft, ready, asked, exceeded };
    goBack(plan, draft, back);
  }
}

/** Skips until nothing more is to be skipped; the edges that come back are those that follow a skip on a condition. */
function skip(plan: GraphPlan, draft: Draft): GraphEdge[] {
  const asked: GraphEdge[] = [];
  for (let names = nodesTo('skip', plan, draft); names.length > 0; names = nodesTo('skip', plan, draft)) {
    for (const { name } of names) {
      draft.nodes.set(name, 'skipped');
      for (const edge of edgesOf(plan.outgoing, name)) {
        if (!followsEnd(edge, 'skipped')) draft.edges.set(edge, 'unreached');
        else if (edge.when) asked.push(edge);
        else draft.edges.set(edge, 'taken');
      }
    }
  }
  return asked;
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
    const states = incoming.filter(GraphEdge.isForward).map((edge) => decided(edge, plan, draft));
    return joinVerdicts[join](states) === verdict;
  });
}

/**
 * The state of an edge as its target sees it. One that leaves a loop and is not taken counts only when the loop is over:
 * the next round may still take it.
 */
function decided(edge: GraphEdge, plan: GraphPlan, draft: Draft): EdgeState {
  const state = stateOf(draft, edge);
  if (state === 'taken' || state === 'undecided') return state;
  const isOver = (loop: ReadonlySet<string>): boolean =>
    hasEnded(plan, draft, loop) && !plan.edges.some((one) => isWaiting(one, loop, draft));
  return (plan.loops.left.get(edge) ?? []).every(isOver) ? state : 'undecided';
}

/** Whether an edge back waits to be followed within a loop. */
function isWaiting(edge: GraphEdge, loop: ReadonlySet<string>, draft: Draft): boolean {
  return GraphEdge.isBack(edge) && stateOf(draft, edge) === 'taken' && loop.has(edge.from) && loop.has(edge.to);
}
