import { PerdureError } from '../errors.js';

/** One thing that is wrong with a graph, with the node or edge it concerns. */
export interface GraphProblem {
  readonly message: string;
  readonly node?: string;
  readonly edge?: { readonly from: string; readonly to: string };
}

export type GraphValidation =
  { readonly ok: true } | { readonly ok: false; readonly problems: readonly GraphProblem[] };

/** The refusal of a graph with problems: all of them, one per line. */
export function invalidGraph(graph: string, problems: readonly GraphProblem[]): PerdureError {
  const list = problems.map(({ message }) => `\n  - ${message}`).join('');
  return new PerdureError({
    code: 'Graph.Invalid',
    message: `graph '${graph}' cannot run:${list}`,
    details: { graph, problems },
  });
}
