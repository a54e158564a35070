import { vi } from 'vitest';
import type { GraphView } from '../../src/contract/graphs.js';
import { DirectRuntime } from '../../src/direct/direct-runtime.js';
import { graphDefinition } from '../../src/graph/action.js';
import type { GraphPlan } from '../../src/graph/graph-plan.js';
import { looseGraph } from './loose-graph.js';
import { randomNumbers, type Sample } from './random-graph.js';

export interface Visit {
  readonly node: string;
  readonly given: readonly unknown[];
  /** How it ended: `{ value }` or `{ message }`. */
  readonly end: { readonly value: string } | { readonly message: string };
}

export interface SampleRun {
  readonly plan: GraphPlan;
  /** In the order in which they began. */
  readonly visits: readonly Visit[];
  /** Visits that began while another of the same node ran, or after the graph had ended. */
  readonly stray: readonly string[];
  /** The result, or the code of the error. */
  readonly end: unknown;
  readonly view: Omit<GraphView, 'id'>;
}

/** Runs a sample in plain Node; the seed decides how long each node takes. */
export async function runSample(sample: Sample, seed: number): Promise<SampleRun> {
  const below = randomNumbers(seed);
  const visits: Visit[] = [];
  const stray: string[] = [];
  const running = new Set<string>();
  const counts = new Map<string, number>();
  let isOver = false;
  const graph = looseGraph('sample');
  for (const { name, join } of sample.nodes) {
    graph.addNode(
      name,
      async (...given: unknown[]) => {
        if (running.has(name) || isOver) stray.push(name);
        running.add(name);
        const visit = (counts.get(name) ?? 0) + 1;
        counts.set(name, visit);
        const text = `${name}.${visit}`;
        const fails = sample.fails(name, visit);
        visits.push({ node: name, given, end: fails ? { message: text } : { value: text } });
        for (let turns = below(12); turns > 0; turns -= 1) await Promise.resolve();
        running.delete(name);
        if (fails) throw new Error(text);
        return text;
      },
      { join },
    );
  }
  for (const edge of sample.edges) {
    const { from, to, on, conditional, maxVisits } = edge;
    const when = (): boolean => sample.holds(edge, counts.get(from) ?? 0);
    graph.addEdge(from, to, { on, ...(conditional && { when }), ...(maxVisits !== undefined && { maxVisits }) });
  }
  for (const name of sample.starts) graph.startWith(name);
  for (const name of sample.ends) graph.endWith(name);
  // What a runtime is shown, as the sandbox keeps it for the query.
  const shown = vi.spyOn(DirectRuntime.prototype, 'showGraph').mockClear();
  const end: unknown = await graph.run('input').catch((error: { readonly code?: string }) => error.code ?? error);
  isOver = true;
  const [, look] = (shown.mock.calls as unknown as [string, () => SampleRun['view']][])[0] ?? [];
  if (!look) throw new Error('the graph was not shown', { cause: end });
  return { plan: graph[graphDefinition], visits, stray, end, view: look() };
}
