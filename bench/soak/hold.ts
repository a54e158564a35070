import { setTimeout } from 'node:timers/promises';
import type { LoadControl } from './find-rate.js';
import type { Tally } from './load.js';
import type { Sample } from './memory.js';

/** One line of the report. */
export interface Minute extends Tally {
  readonly minute: number;
  readonly backlog: number;
  /** Bytes at the end of the minute, by process. */
  readonly memory: Readonly<Record<string, number>>;
}

export interface Held {
  /** Runs in a second. */
  readonly rate: number;
  readonly minutes: readonly Minute[];
  readonly memory: Readonly<Record<string, readonly Sample[]>>;
}

/** Work that waits for so many seconds of the rate is a system that has fallen behind and will not catch up. */
const secondsBehind = 15;
const slowDown = 0.75;
const mostTries = 4;

interface Hold {
  readonly minutes: number;
  /** The processes that are watched, and how to ask each what memory it takes. */
  readonly processes: Readonly<Record<string, () => Promise<number>>>;
  readonly print: (minute: Minute) => void;
  /** Told of a rate that was too much, and what it is lowered to. */
  readonly lowered: (from: number, to: number) => void;
  /** Milliseconds between two looks at memory and backlog. Default 5,000. */
  readonly every?: number;
}

/**
 * Keeps a rate for some minutes and writes down what happens. A rate that looked right for seconds may be too much for
 * minutes, since the server's database grows: it is lowered then, and the minutes begin anew.
 */
export async function hold(load: LoadControl, first: number, options: Hold): Promise<Held> {
  for (let [rate, tries] = [first, 1]; ; rate *= slowDown, tries++) {
    const held = await holdOnce(load, rate, options, tries < mostTries);
    if (held !== undefined) return held;
    load.rate = 0;
    await load.drain();
    load.take();
    options.lowered(rate, rate * slowDown);
  }
}

async function holdOnce(
  load: LoadControl,
  rate: number,
  { minutes, processes, print, every = 5_000 }: Hold,
  mayGiveUp: boolean,
): Promise<Held | undefined> {
  const memory: Record<string, Sample[]> = Object.fromEntries(Object.keys(processes).map((name) => [name, []]));
  const told: Minute[] = [];
  const begin = performance.now();
  const elapsed = (): number => (performance.now() - begin) / 60_000;
  load.rate = rate;
  while (told.length < minutes) {
    await setTimeout(every);
    for (const [name, ask] of Object.entries(processes)) memory[name]?.push({ at: elapsed(), bytes: await ask() });
    if (mayGiveUp && load.backlog > rate * secondsBehind) return undefined;
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
  return { rate, minutes: told, memory };
}
