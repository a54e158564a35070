import { setTimeout } from 'node:timers/promises';
import type { Case } from './cases.js';
import type { Side } from './side.js';

/** What one side did in one round. */
export interface Sample {
  /** Milliseconds of each measurement. */
  readonly times: readonly number[];
  /** Milliseconds of CPU time of the worker's process over the whole round. */
  readonly cpu: number;
}

/** Both sides in turn, minutes or milliseconds apart, so that what disturbs the machine disturbs both. */
export interface Round {
  readonly ours: Sample;
  readonly theirs: Sample;
}

export interface Pair {
  readonly ours: Side;
  readonly theirs: Side;
}

const fewest = 3;

/** Measures A B, B A, A B …, after one round of each that does not count. */
export async function interleave(pair: Pair, task: Case, rounds: number): Promise<Round[]> {
  await takeSample(pair.ours, task);
  await takeSample(pair.theirs, task);
  const taken: Round[] = [];
  const begin = performance.now();
  for (let round = 0; round < rounds; round++) {
    if (round >= fewest && performance.now() - begin > task.patience) break;
    const [first, second] = round % 2 === 0 ? [pair.ours, pair.theirs] : [pair.theirs, pair.ours];
    const samples = [await takeSample(first, task), await takeSample(second, task)] as const;
    const [ours, theirs] = round % 2 === 0 ? samples : [samples[1], samples[0]];
    taken.push({ ours, theirs });
  }
  return taken;
}

async function takeSample(side: Side, { measure, repeats, rest }: Case): Promise<Sample> {
  const cpuBefore = await side.workerCpu();
  const times: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) times.push(await measure(side));
  // First the rest, then the CPU time: the worker, too, has something left to do after the result.
  await setTimeout(rest);
  return { times, cpu: (await side.workerCpu()) - cpuBefore };
}
