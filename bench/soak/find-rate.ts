import { setTimeout } from 'node:timers/promises';
import { quantile } from '../spread.js';
import type { Load } from './load.js';

const firstRate = 2;
const factor = 1.4;
const mostRate = 1_000;
/** A rate is sustained while latency stays below this many times that of the lowest rate. */
const slower = 4;

export interface Trial {
  readonly rate: number;
  /** Milliseconds; the larger half of these decides, so that one slow run does not. */
  readonly p95: number;
  /** Started and not ended when the trial ended. */
  readonly backlog: number;
  readonly errors: number;
}

/** Whether a rate was sustained: latencies as with hardly any load, and nothing piling up. */
export function isSustained(trial: Trial, calm: Trial): boolean {
  return trial.errors === 0 && trial.p95 <= calm.p95 * slower && trial.backlog <= Math.max(4, trial.rate);
}

/**
 * Raises the rate until latency grows or work piles up.
 * @param seconds how long each rate is tried
 * @returns the highest rate that was sustained, in runs per second
 */
export async function findRate(load: Load, seconds: number, print: (trial: Trial) => void): Promise<number> {
  let calm: Trial | undefined;
  let best = firstRate;
  for (let rate = firstRate; rate <= mostRate; rate *= factor) {
    const trial = await tryRate(load, rate, seconds);
    print(trial);
    calm ??= trial;
    if (!isSustained(trial, calm)) break;
    best = rate;
  }
  await load.drain();
  load.take();
  return best;
}

async function tryRate(load: Load, rate: number, seconds: number): Promise<Trial> {
  load.rate = rate;
  // What the rate before has left behind is not this one's.
  await setTimeout((seconds * 1_000) / 4);
  load.take();
  await setTimeout((seconds * 1_000 * 3) / 4);
  const { latencies, errors } = load.take();
  return { rate, p95: quantile(latencies, 0.95), backlog: load.backlog, errors: errors.length };
}
