import type { GraphView } from '../../client/index.js';
import { PerdureError } from '../../src/errors.js';

/**
 * The graph of that name or id (`review`, `review#2`) among those of a run; without a name all of them.
 * @throws PerdureError `Graph.NotFound`
 */
export function pickGraphs(run: string, views: readonly GraphView[], name: string | undefined): readonly GraphView[] {
  const found = views.filter(({ id }) => name === undefined || id === name);
  if (found.length > 0) return found;
  const ids = views.map(({ id }) => id);
  throw new PerdureError({
    code: 'Graph.NotFound',
    message: `Run '${run}' has run no graph${name === undefined ? '' : ` '${name}'`}. ${ids.length > 0 ? `It has run: ${ids.join(', ')}.` : 'It has run none so far.'}`,
    details: { run, graph: name ?? null, graphs: ids },
  });
}
