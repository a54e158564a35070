import { GraphEdge } from './edge.js';
import { edgesOf } from './edges-of.js';
import type { GraphPlan } from './graph-plan.js';
import { hasEnded, isQuiet } from './has-ended.js';
import { type Draft, type Progress, stateOf } from './progress.js';

/**
 * The edges back to follow next, all to one node: its loop has ended, and nothing runs behind it. What still waits there
 * for a node beside the loop does not hold it up, and gets the latest value. An inner loop comes before the one around
 * it; what it visits anew then decides again.
 */
export function nextBack(plan: GraphPlan, progress: Progress): GraphEdge[] {
  const waiting = plan.edges.filter((edge) => GraphEdge.isBack(edge) && stateOf(progress, edge) === 'taken');
  const targets = [...new Set(waiting.map(({ to }) => to))];
  const target = targets.find((name) => {
    const entry = plan.loops.entries.get(name);
    if (!entry || targets.some((other) => other !== name && entry.behind.has(other))) return false;
    const isQuietBehind = [...entry.behind].every(
      (behind) => !progress.nodes.has(behind) || isQuiet(plan, progress, behind),
    );
    return isQuietBehind && hasEnded(plan, progress, entry.loop);
  });
  return target === undefined ? [] : waiting.filter(({ to }) => to === target);
}

/** Follows edges back to one node: everything behind it can be visited anew, and has decided nothing yet. */
export function goBack(plan: GraphPlan, { nodes, edges }: Draft, back: readonly GraphEdge[]): void {
  for (const { to } of back) {
    for (const name of plan.loops.entries.get(to)?.behind ?? []) {
      nodes.delete(name);
      for (const edge of edgesOf(plan.outgoing, name)) edges.delete(edge);
    }
  }
  for (const edge of back) edges.set(edge, 'followed');
}
