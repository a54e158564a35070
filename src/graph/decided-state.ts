import { GraphEdge } from './edge.js';
import type { GraphPlan } from './graph-plan.js';
import { hasEnded } from './has-ended.js';
import { type EdgeState, type Progress, stateOf } from './progress.js';

/**
 * The state of an edge as its target sees it. One that leaves a loop and is not taken counts only when the loop is over:
 * the next round may still take it.
 */
export function decidedState(plan: GraphPlan, progress: Progress, edge: GraphEdge): EdgeState {
  const state = stateOf(progress, edge);
  if (state === 'taken' || state === 'undecided') return state;
  const isOver = (loop: ReadonlySet<string>): boolean =>
    hasEnded(plan, progress, loop) && !plan.edges.some((one) => isWaiting(one, loop, progress));
  return (plan.loops.left.get(edge) ?? []).every(isOver) ? state : 'undecided';
}

/** Whether an edge back waits to be followed within a loop. */
function isWaiting(edge: GraphEdge, loop: ReadonlySet<string>, progress: Progress): boolean {
  return GraphEdge.isBack(edge) && stateOf(progress, edge) === 'taken' && loop.has(edge.from) && loop.has(edge.to);
}
