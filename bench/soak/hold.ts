import { setTimeout } from 'node:timers/promises';
import type { Load, Tally } from './load.js';
import type { Sample } from './memory.js';

/** One line of the report. */
export interface Minute extends Tally {
  readonly minute: number;
  readonly backlog: number;
  /** Bytes at the end of the minute, by process. */
  readonly memory: Readonly<Record<string, number>>;
}

export interface Held {
  readonly minutes: readonly Minute[];
  readonly memory: Readonly<Record<string, readonly Sample[]>>;
}

const sampleMilliseconds = 5_000;

/** Keeps a rate for some minutes and writes down what happens. */
export async function hold(
  load: Load,
  rate: number,
  minutes: number,
  processes: Readonly<Record<string, () => Promise<number>>>,
  print: (minute: Minute) => void,
): Promise<Held> {
  const memory: Record<string, Sample[]> = Object.fromEntries(Object.keys(processes).map((name) => [name, []]));
  const told: Minute[] = [];
  const begin = performance.now();
  const elapsed = (): number => (performance.now() - begin) / 60_000;
  load.rate = rate;
  while (told.length < minutes) {
    await setTimeout(sampleMilliseconds);
    for (const [name, ask] of Object.entries(processes)) memory[name]?.push({ at: elapsed(), bytes: await ask() });
    if (elapsed() < Math.min(told.length + 1, minutes)) continue;
    const now = Object.fromEntries(Object.entries(memory).map(([name, samples]) => [name, samples.at(-1)?.bytes ?? 0]));
    told.push({ ...load.take(), minute: told.length + 1, backlog: load.backlog, memory: now });
    print(told.at(-1)!);
  }
  await load.drain();
  const rest = load.take();
  const last = told.at(-1);
  if (last !== undefined) {
    last.errors.push(...rest.errors);
    last.finished += rest.finished;
  }
  return { minutes: told, memory };
}
