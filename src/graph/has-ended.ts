import { edgesOf } from './edges-of.js';
import type { GraphPlan } from './graph-plan.js';
import { type Progress, stateOf } from './progress.js';

/** Whether some nodes have all ended, by themselves or skipped, and the conditions behind them have been asked. */
export function hasEnded(plan: GraphPlan, progress: Progress, names: Iterable<string>): boolean {
  return [...names].every((name) => progress.nodes.has(name) && isQuiet(plan, progress, name));
}

/** Whether a node that has begun has ended, and its edges are decided. */
export function isQuiet(plan: GraphPlan, progress: Progress, name: string): boolean {
  if (progress.nodes.get(name) === 'running') return false;
  return edgesOf(plan.outgoing, name).every((edge) => stateOf(progress, edge) !== 'undecided');
}
