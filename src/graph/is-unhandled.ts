import { followsEnd } from './edge.js';
import { edgesOf } from './edges-of.js';
import type { GraphPlan } from './graph-plan.js';
import { type Progress, stateOf } from './progress.js';

/** Whether a node has failed and every edge that could follow the failure has been refused. */
export function isUnhandled(plan: GraphPlan, progress: Progress, name: string): boolean {
  const end = progress.nodes.get(name);
  if (end !== 'failed' && end !== 'cancelled') return false;
  return edgesOf(plan.outgoing, name)
    .filter((edge) => followsEnd(edge, end))
    .every((edge) => stateOf(progress, edge) === 'refused');
}
