import type { ExperimentName } from './experiments.js';
import type { OpenReview, Side } from './side.js';

/** Something both sides do, and how often. */
export interface Case {
  readonly experiment: ExperimentName;
  readonly title: string;
  readonly rounds: number;
  /** Measurements in a round, which counts with their median: steadier ratios where one is over in milliseconds. */
  readonly repeats: number;
  /** Milliseconds after which no further round is begun, three apart: a slow machine gets fewer rounds, not a longer wait. */
  readonly patience: number;
  /** Rest after a round, in milliseconds: the server still tidies up when the result is there. */
  readonly rest: number;
  /** For information, without a target. */
  readonly isInformative?: boolean;
  /** Milliseconds of one measurement. */
  readonly measure: (side: Side) => Promise<number>;
}

/** Steps of the chain and of the small fan-out, over which CPU per activity is taken. */
export const width = 100;
const manyRuns = 1_000;
const turns = 20;

const short = { rounds: 21, repeats: 5, rest: 20, patience: 40_000 };
const middle = { rounds: 11, repeats: 1, rest: 200, patience: 60_000 };
const heavy = { rounds: 5, repeats: 1, rest: 1_000, patience: 60_000 };

export const cases: readonly Case[] = [
  {
    experiment: 'noop',
    title: 'no-op workflow, start to result',
    ...short,
    measure: (side) => time(() => expectResult(side.execute('noop'), null)),
  },
  {
    experiment: 'chain',
    title: `chain of ${width}, per step`,
    ...middle,
    measure: async (side) => (await time(() => expectResult(side.execute('chain', width), width))) / width,
  },
  {
    experiment: 'fan-out-100',
    title: `fan-out of ${width}`,
    ...middle,
    measure: (side) => time(() => expectResult(side.execute('fanOut', width), width)),
  },
  {
    experiment: 'fan-out-500',
    title: 'fan-out of 500',
    ...heavy,
    measure: (side) => time(() => expectResult(side.execute('fanOut', 500), 500)),
  },
  {
    experiment: 'pause',
    title: "pause: answer by each side's client to result",
    ...short,
    measure: (side) => timeAnswer(side, (review) => review.answer()),
  },
  {
    experiment: 'pause',
    title: 'pause: plain update to result, both',
    ...short,
    isInformative: true,
    measure: (side) => timeAnswer(side, (review) => review.update()),
  },
  {
    experiment: 'many-runs',
    title: '1,000 one-step runs at once',
    ...heavy,
    patience: 240_000,
    measure: (side) =>
      time(async () => {
        const runs = Array.from({ length: manyRuns }, (_, run) => expectResult(side.execute('oneStep', run), run + 1));
        await Promise.all(runs);
      }),
  },
  {
    experiment: 'agent',
    title: `agent of ${turns} turns, per turn`,
    ...middle,
    isInformative: true,
    measure: async (side) =>
      (await time(() => expectResult(side.execute('readPages', { turns, base: 0 }), turns))) / turns,
  },
];

const stockLength = 30;

/** For comparing servers: the stock one takes a tenth of a second for each step. */
export const stockChain: Case = {
  experiment: 'stock',
  title: `hand-written chain of ${stockLength}, per step`,
  ...middle,
  rounds: 9,
  measure: async (side) =>
    (await time(() => expectResult(side.execute('chain', stockLength), stockLength))) / stockLength,
};

async function time(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

async function timeAnswer(side: Side, answer: (review: OpenReview) => Promise<void>): Promise<number> {
  const review = await side.openReview();
  return time(async () => {
    await answer(review);
    await expectResult(review.result(), true);
  });
}

/** A fast wrong answer is no result. */
async function expectResult(result: Promise<unknown>, expected: unknown): Promise<void> {
  const value = await result;
  if (value !== expected) throw new Error(`Expected ${String(expected)}, but a run returned ${JSON.stringify(value)}.`);
}
