import { beforeAll, describe, expect, test } from 'vitest';
import { followsEnd } from '../../src/graph/edge.js';
import { randomSample, type Sample, type SampleEdge } from './random-graph.js';
import { runSample, type SampleRun, type Visit } from './run-sample.js';

const seeds = Array.from({ length: 400 }, (_, index) => index + 1);

const countsOf = ({ visits }: SampleRun): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { node } of visits) counts[node] = (counts[node] ?? 0) + 1;
  return counts;
};

/** What an argument says of the visit it comes from: `n1.2`, or `undefined`. */
function sourceOf(given: unknown): string | undefined {
  if (typeof given === 'string' || given === undefined) return given;
  const outcome = given as { status: string; value?: string; error?: { message: string } };
  return outcome.value ?? outcome.error?.message ?? outcome.status;
}

/** The expected end of an acyclic graph, worked out node by node in the order of their numbers. */
function expectedRun(sample: Sample): { readonly given: Map<string, unknown[]>; readonly end: unknown } {
  const ends = new Map<string, 'succeeded' | 'failed' | 'skipped'>();
  const given = new Map<string, unknown[]>();
  const isTaken = (edge: SampleEdge): boolean => {
    const end = ends.get(edge.from) ?? 'skipped';
    const matches = edge.on === 'settled' || edge.on === end;
    return matches && (!edge.conditional || sample.holds(edge, end === 'skipped' ? 0 : 1));
  };
  for (const { name, join } of sample.nodes) {
    const incoming = sample.edges.filter(({ to }) => to === name);
    const taken = incoming.map(isTaken);
    const runs = incoming.length === 0 || (join === 'all' ? !taken.includes(false) : taken.includes(true));
    ends.set(name, runs ? (sample.fails(name, 1) ? 'failed' : 'succeeded') : 'skipped');
    const sources = incoming.map(({ from }) => (ends.get(from) === 'skipped' ? 'skipped' : `${from}.1`));
    if (runs)
      given.set(
        name,
        incoming.length === 0 ? ['input'] : sources.map((one, index) => (taken[index] ? one : undefined)),
      );
  }
  const reached = sample.ends.filter((name) => ends.get(name) === 'succeeded');
  const outputs = Object.fromEntries(reached.map((name) => [name, `${name}.1`]));
  const [first] = reached;
  return { given, end: first === undefined ? 'Graph.NoEndReached' : reached.length === 1 ? `${first}.1` : outputs };
}

test('400 random acyclic graphs run the nodes they should, once, with the arguments they should, to the right result', async () => {
  let skipped = 0;
  let failed = 0;
  for (const seed of seeds) {
    const sample = randomSample(seed, { loops: false });
    const run = await runSample(sample, seed);
    const expected = expectedRun(sample);
    const given = new Map(run.visits.map((visit) => [visit.node, visit.given.map(sourceOf)]));
    expect(run.visits, `seed ${seed}`).toHaveLength(given.size);
    expect(given, `seed ${seed}`).toEqual(expected.given);
    expect(run.end, `seed ${seed}`).toEqual(expected.end);
    skipped += sample.nodes.length - given.size;
    failed += run.visits.filter(({ end }) => 'message' in end).length;
  }
  expect(Math.min(skipped, failed)).toBeGreaterThan(50);
});

describe('400 random graphs with loops', () => {
  const samples = seeds.map((seed) => ({ seed, sample: randomSample(seed, { loops: true }) }));
  const all: { readonly seed: number; readonly sample: Sample; readonly run: SampleRun }[] = [];
  beforeAll(async () => {
    for (const { seed, sample } of samples) all.push({ seed, sample, run: await runSample(sample, seed) });
  });

  test('go round, and end in every possible way', () => {
    expect(all.filter(({ run }) => Math.max(...Object.values(countsOf(run))) > 1).length).toBeGreaterThan(100);
    const ends = new Set(all.map(({ run }) => (String(run.end).startsWith('Graph.') ? run.end : 'result')));
    expect(ends).toEqual(new Set(['result', 'Graph.NoEndReached', 'Graph.LoopLimit']));
  });

  test('visit no node while it is running, and none after the end', async () => {
    for (const { seed, run } of all) expect(run.stray, `seed ${seed}`).toEqual([]);
  });

  test('leave no node undecided unless a limit was passed, and show what happened', async () => {
    for (const { seed, run } of all) {
      expect(run.view.status, `seed ${seed}`).toBe(String(run.end).startsWith('Graph.') ? 'failed' : 'succeeded');
      const counts = countsOf(run);
      for (const { name, state, visits } of run.view.nodes) {
        expect(visits, `seed ${seed} ${name}`).toBe(counts[name] ?? 0);
        if (run.end !== 'Graph.LoopLimit')
          expect(state, `seed ${seed} ${name}`).toMatch(/^(succeeded|failed|skipped)$/);
      }
    }
  });

  test('give each visit the latest of what its edges brought, and never the same of an edge back twice', async () => {
    for (const { seed, run } of all) {
      const latest = new Map<string, Visit['end']>();
      const comeBack = new Set<string>();
      for (const { node, given, end } of run.visits) {
        const incoming = run.plan.incoming.get(node) ?? [];
        for (const [index, edge] of incoming.entries()) {
          const source = given.length < incoming.length ? undefined : sourceOf(given[index]);
          if (source === undefined || source === 'skipped' || source === 'input') continue;
          const from = latest.get(edge.from);
          const text = from && ('value' in from ? from.value : from.message);
          expect(source, `seed ${seed}: ${edge.from} -> ${node}`).toBe(text);
          expect(followsEnd(edge, from && 'value' in from ? 'succeeded' : 'failed')).toBe(true);
          if (edge.maxVisits === undefined) continue;
          const key = `${edge.from} -> ${node} ${source}`;
          expect(comeBack, `seed ${seed}`).not.toContain(key);
          comeBack.add(key);
        }
        latest.set(node, end);
      }
    }
  });

  test('how long the nodes take decides nothing, unless something behind a loop also waits for a node beside it', async () => {
    let compared = 0;
    for (const { seed, sample, run } of all) {
      // A limit stops what runs beside the loop wherever it is.
      if (run.end === 'Graph.LoopLimit' || waitsBesideLoop(run)) continue;
      const again = await runSample(sample, seed + 10_000);
      expect([again.end, countsOf(again)], `seed ${seed}`).toEqual([run.end, countsOf(run)]);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(100);
  });
});

function waitsBesideLoop({ plan }: SampleRun): boolean {
  return [...plan.loops.entries].some(([entry, { behind }]) =>
    plan.edges.some(({ from, to }) => behind.has(to) && to !== entry && !behind.has(from)),
  );
}
