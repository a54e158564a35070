import { PerdureError } from '../errors.js';
import type { GraphPlan } from './graph-plan.js';
import type { Progress } from './progress.js';
import { skipReason } from './skip-reason.js';

/**
 * The result of a run in which every node has ended: the output of the end node that succeeded in its latest visit, or
 * of several an object by node name.
 * @throws PerdureError `Graph.NoEndReached`
 */
export function graphResult(plan: GraphPlan, progress: Progress, outputs: ReadonlyMap<string, unknown>): unknown {
  const reached = plan.ends.filter((name) => progress.nodes.get(name) === 'succeeded');
  const [first] = reached;
  if (first === undefined) throw noEndReached(plan, progress);
  if (reached.length === 1) return outputs.get(first);
  return Object.fromEntries(reached.map((name) => [name, outputs.get(name)]));
}

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
