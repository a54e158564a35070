import { loadavg } from 'node:os';
import { type Case, cases, stockChain, width } from './cases.js';
import { compareBytes, compareCpu, compareTimes, type Comparison } from './compare.js';
import { describeConditions } from './describe-conditions.js';
import type { ExperimentName } from './experiments.js';
import { interleave, type Pair, type Round } from './interleave.js';
import { type BundlePair, measureBundles } from './measure-bundles.js';
import { runLongAgents } from './long-agent.js';
import { openSides, openStockSide, type Sides } from './open-sides.js';
import type { BenchOptions } from './parse-options.js';
import type { Findings } from './render-report.js';

/** Highest ratio of perdure to hand-written Temporal. */
const targets = { time: 1.05, cpu: 1.1, bundle: 1.25, server: 0.2 };
const quickRounds = 3;

export interface Outcome {
  readonly findings: Findings;
  /** Every measurement, by the title of its case. */
  readonly samples: Readonly<Record<string, readonly Round[]>>;
}

/** Runs what was asked for, all on one server and, the bundles apart, in turns. */
export async function runExperiments(options: BenchOptions, results: string): Promise<Outcome> {
  const begin = performance.now();
  // Before the servers and workers start, which is work as well.
  const [load = 0] = loadavg();
  const sides = await openSides(options.profile ? results : undefined);
  try {
    const conditions = await describeConditions(sides.connection, load);
    const samples: Record<string, readonly Round[]> = {};
    const measure = async (pair: Pair, one: Case): Promise<readonly Round[]> => {
      process.stderr.write(`${one.title} …\n`);
      return (samples[one.title] = await interleave(pair, one, options.quick ? quickRounds : one.rounds));
    };
    const comparisons = await compareSides(sides, options.only, measure);
    const servers = options.only.includes('stock') ? await compareServers(sides, measure) : undefined;
    const bundles = options.only.includes('bundle') ? await measureBundles() : undefined;
    if (bundles) comparisons.push(...compareBundles(bundles));
    const longAgents = options.only.includes('long-agent') ? await runLongAgents(sides) : undefined;
    const seconds = (performance.now() - begin) / 1_000;
    return { findings: { conditions, comparisons, bundles, servers, longAgents, seconds }, samples };
  } finally {
    await sides.close();
  }
}

type Measure = (pair: Pair, one: Case) => Promise<readonly Round[]>;

async function compareSides(
  { perdure, handWritten }: Sides,
  only: readonly ExperimentName[],
  measure: Measure,
): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  const taken = new Map<ExperimentName, readonly Round[]>();
  for (const one of cases.filter(({ experiment }) => only.includes(experiment))) {
    const rounds = await measure({ ours: perdure, theirs: handWritten }, one);
    taken.set(one.experiment, rounds);
    comparisons.push(compareTimes(rounds, { title: one.title, target: one.isInformative ? undefined : targets.time }));
  }
  const chain = taken.get('chain');
  const fanOut = taken.get('fan-out-100');
  if (chain && fanOut) {
    const title = 'worker CPU per activity, chain and fan-out of 100';
    comparisons.push(compareCpu(chain, fanOut, 2 * width, { title, target: targets.cpu }));
  }
  return comparisons;
}

async function compareServers({ handWritten }: Sides, measure: Measure): Promise<Comparison> {
  const stock = await openStockSide();
  try {
    const rounds = await measure({ ours: handWritten, theirs: stock.side }, stockChain);
    return compareTimes(rounds, { title: stockChain.title, target: targets.server });
  } finally {
    await stock.close();
  }
}

function compareBundles({ ours, theirs }: BundlePair): Comparison[] {
  const target = targets.bundle;
  return [
    compareBytes(ours.bytesWithoutMap, theirs.bytesWithoutMap, { title: 'bundle, code alone', target }),
    compareBytes(ours.bytes, theirs.bytes, { title: 'bundle with its source map', target }),
  ];
}
