import { edgesOf, type GraphPlan } from './graph-plan.js';

/** The nodes one gets to from some nodes along the edges (`forward`), or from which one gets to them (`backward`). */
export function findReachable(
  plan: GraphPlan,
  from: readonly string[],
  direction: 'forward' | 'backward',
): ReadonlySet<string> {
  const reached = new Set(from);
  // A set iterates over what is added while it is walked.
  for (const name of reached) {
    if (direction === 'forward') for (const { to } of edgesOf(plan.outgoing, name)) reached.add(to);
    else for (const { from: before } of edgesOf(plan.incoming, name)) reached.add(before);
  }
  return reached;
}
