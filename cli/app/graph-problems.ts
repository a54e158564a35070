import { listDefinitions } from '../../src/definition/register.js';
import type { Graph } from '../../src/graph/graph.js';
import type { AppProblem } from './app-problem.js';

/** What a graph of any types offers to who draws or checks it. */
export type Drawable = Pick<Graph, 'validate' | 'toText' | 'toMermaid' | 'toJSON'>;

/** The registered graphs by name. */
export function listGraphs(): ReadonlyMap<string, { readonly graph: Drawable; readonly place: string }> {
  const entries = [...listDefinitions('graph')];
  return new Map(entries.map(([name, { definition, place }]) => [name, { graph: definition as Drawable, place }]));
}

/** Everything that is wrong with the registered graphs. */
export function graphProblems(): AppProblem[] {
  return [...listGraphs()].flatMap(([name, { graph, place }]) => {
    const validation = graph.validate();
    if (validation.ok) return [];
    return validation.problems.map(({ message }) => ({
      code: 'Graph.Invalid',
      message: `graph '${name}': ${message}`,
      place,
    }));
  });
}
