import { describeError } from '../contract/failure.js';
import { PerdureError } from '../errors.js';
import { GraphEdge } from './edge.js';

/** The failure of a graph because a node failed; whether it may be tried again is the node's error's to say. */
export function nodeFailed(graph: string, node: string, cause: unknown): PerdureError {
  const error = describeError(cause);
  return new PerdureError({
    code: 'Graph.NodeFailed',
    message: `graph '${graph}': node '${node}' failed: ${error.message}`,
    retryable: error.retryable,
    details: { graph, node, error },
    cause,
  });
}

/** The failure of a graph because the condition of an edge threw. */
export function edgeFailed(graph: string, { from, to }: GraphEdge, cause: unknown): PerdureError {
  const error = describeError(cause);
  return new PerdureError({
    code: 'Graph.EdgeFailed',
    message: `graph '${graph}': the condition of ${GraphEdge.describe({ from, to })} failed: ${error.message}`,
    retryable: error.retryable,
    details: { graph, edge: { from, to }, error },
    cause,
  });
}

/** Nothing is swallowed: what failed besides the first goes along with it, as `error.others`. */
export function withOthers(first: PerdureError, others: readonly PerdureError[]): PerdureError {
  if (others.length > 0) Object.defineProperty(first, 'others', { value: others, configurable: true });
  return first;
}

/** The failure of a graph that went back too often. */
export function loopLimit(
  graph: string,
  { from, to, maxVisits }: GraphEdge,
  outputs: ReadonlyMap<string, unknown>,
  cause: unknown,
): PerdureError {
  const last = cause === undefined ? '' : ` The last failure of '${from}': ${describeError(cause).message}`;
  return new PerdureError({
    code: 'Graph.LoopLimit',
    message: `graph '${graph}': ${GraphEdge.describe({ from, to })} leads back once too often: '${to}' has been visited ${maxVisits} times, which is its maxVisits. Raise it, or give the loop another way out.${last}`,
    details: { graph, edge: { from, to }, maxVisits, outputs: Object.fromEntries(outputs) },
    cause,
  });
}
