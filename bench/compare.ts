import type { Round, Sample } from './interleave.js';
import { median, quantile, type Spread, spread } from './spread.js';

/** The median of the rounds' own ratios, and between which values the middle half of them lies. */
export interface Ratio {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** The ratio of each round. */
  readonly rounds: readonly number[];
}

/** One line of the report. */
export interface Comparison {
  readonly title: string;
  readonly unit: 'ms' | 'KB';
  readonly ours: Spread;
  readonly theirs: Spread;
  readonly ratio: Ratio;
  /** Highest ratio that is good enough; `undefined` for what is there for information. */
  readonly target: number | undefined;
  readonly rounds: number;
  /** Of the workers' CPU time over the same rounds. */
  readonly cpuRatio: Ratio | undefined;
}

interface Subject {
  readonly title: string;
  readonly target: number | undefined;
}

/** Compares the times of rounds, and their CPU. */
export function compareTimes(rounds: readonly Round[], subject: Subject): Comparison {
  const timesOf = (side: keyof Round): number[] => rounds.flatMap((round) => round[side].times);
  return {
    ...subject,
    unit: 'ms',
    ours: spread(timesOf('ours')),
    theirs: spread(timesOf('theirs')),
    ratio: ratioOf(rounds, ({ times }) => median(times)),
    rounds: rounds.length,
    cpuRatio: ratioOf(rounds, ({ cpu }) => cpu),
  };
}

/** Compares the CPU time of the workers per activity; a round of the chain and one of the fan-out ran `activities` together. */
export function compareCpu(
  chain: readonly Round[],
  fanOut: readonly Round[],
  activities: number,
  subject: Subject,
): Comparison {
  const rounds = chain.flatMap((round, index) => {
    const other = fanOut[index];
    return other === undefined
      ? []
      : [{ ours: together(round.ours, other.ours), theirs: together(round.theirs, other.theirs) }];
  });
  const cpuOf = ({ cpu }: Sample): number => cpu / activities;
  return {
    ...subject,
    unit: 'ms',
    ours: spread(rounds.map(({ ours }) => cpuOf(ours))),
    theirs: spread(rounds.map(({ theirs }) => cpuOf(theirs))),
    ratio: ratioOf(rounds, cpuOf),
    rounds: rounds.length,
    cpuRatio: undefined,
  };
}

function together(one: Sample, other: Sample): Sample {
  return { times: [...one.times, ...other.times], cpu: one.cpu + other.cpu };
}

/** Compares two sizes, which are the same whenever they are measured. */
export function compareBytes(ours: number, theirs: number, subject: Subject): Comparison {
  const ratio = ours / theirs;
  return {
    ...subject,
    unit: 'KB',
    ours: spread([ours / 1_000]),
    theirs: spread([theirs / 1_000]),
    ratio: { median: ratio, low: ratio, high: ratio, rounds: [ratio] },
    rounds: 1,
    cpuRatio: undefined,
  };
}

/** Whether the target is met; `undefined` without one. */
export function hasPassed({ ratio, target }: Comparison): boolean | undefined {
  // As it is printed: 1.0504 is shown, and counts, as 1.05.
  return target === undefined ? undefined : Number(ratio.median.toFixed(2)) <= target;
}

function ratioOf(rounds: readonly Round[], value: (sample: Sample) => number): Ratio {
  const ratios = rounds.map(({ ours, theirs }) => value(ours) / value(theirs));
  return { median: median(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75), rounds: ratios };
}
