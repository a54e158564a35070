import { setTimeout } from 'node:timers/promises';
import { quantile } from '../spread.js';
import type { Load } from './load.js';

const firstRate = 5;
const factor = 1.5;
const mostRate = 1_000;
/** A rate is sustained while latency stays below this many times that of the lowest rate, … */
const slower = 4;
/** … or below this, in milliseconds: other programs on the machine are no proof that it is at its limit. */
const quick = 1_000;
/** A rate is given up after so many trials of it: a moment's hiccup does not come twice in a row. */
const trials = 2;

/** What the search needs of a load. */
export type LoadControl = Pick<Load, 'rate' | 'backlog' | 'take' | 'drain'>;

export interface Trial {
  readonly rate: number;
  /** Milliseconds. */
  readonly p95: number;
  /** Started and not ended when the trial ended. */
  readonly backlog: number;
  readonly errors: number;
}

/** Whether a rate was sustained: latencies much as with hardly any load, and nothing piling up. */
export function isSustained(trial: Trial, calm: Trial): boolean {
  return (
    trial.errors === 0 && trial.p95 <= Math.max(calm.p95 * slower, quick) && trial.backlog <= Math.max(4, trial.rate)
  );
}

/**
 * Raises the rate until latency grows or work piles up.
 * @param seconds how long each rate is tried
 * @returns the highest rate that was sustained, in runs per second
 */
export async function findRate(load: LoadControl, seconds: number, print: (trial: Trial) => void): Promise<number> {
  let calm: Trial | undefined;
  let best = firstRate;
  let failed = 0;
  for (let rate = firstRate; rate <= mostRate && failed < trials;) {
    const trial = await tryRate(load, rate, seconds);
    print(trial);
    calm ??= trial;
    if (isSustained(trial, calm)) {
      [best, failed] = [rate, 0];
      rate *= factor;
    } else {
      failed += 1;
      // What has piled up would fail the second trial too.
      await load.drain();
    }
  }
  await load.drain();
  load.take();
  return best;
}

async function tryRate(load: LoadControl, rate: number, seconds: number): Promise<Trial> {
  load.rate = rate;
  // What the rate before has left behind is not this one's.
  await setTimeout((seconds * 1_000) / 4);
  load.take();
  await setTimeout((seconds * 1_000 * 3) / 4);
  const { latencies, errors } = load.take();
  return { rate, p95: quantile(latencies, 0.95), backlog: load.backlog, errors: errors.length };
}
