import type { GraphPlan } from './graph-plan.js';
import type { NodeFacts } from './node-state.js';
import type { Progress } from './progress.js';
import { skipReason } from './skip-reason.js';

/** Where the nodes of a run stand, for drawings. */
export function statesOf(plan: GraphPlan, progress: Progress): ReadonlyMap<string, NodeFacts> {
  const facts = (name: string): NodeFacts => {
    const state = progress.nodes.get(name) ?? 'pending';
    const visits = progress.visits.get(name) ?? 0;
    return state === 'skipped' ? { state, visits, reason: skipReason(plan, progress, name) } : { state, visits };
  };
  return new Map([...plan.nodes.keys()].map((name) => [name, facts(name)]));
}
