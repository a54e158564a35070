import { describe, expect, test } from 'vitest';
import { findRate, isSustained, type LoadControl } from '../../bench/soak/find-rate.js';
import { type Held, hold } from '../../bench/soak/hold.js';
import { judge } from '../../bench/soak/judge.js';
import { growth, isFlat, type Sample } from '../../bench/soak/memory.js';

const megabyte = 1_048_576;
const minutes = 10;

/** A sample every five seconds. */
function samples(bytesAt: (minute: number) => number): Sample[] {
  return Array.from({ length: minutes * 12 }, (_, index) => ({ at: index / 12, bytes: bytesAt(index / 12) }));
}

const warmingUp = (at: number): number => Math.min(200 + at * 30, 300) * megabyte;
const sawtooth = (at: number): number => warmingUp(at) + ((at * 12) % 5) * 8 * megabyte;
const leaking = (at: number): number => sawtooth(at) + at * 5 * megabyte;

describe('memory', () => {
  test('is flat when it grew in the first half only, whatever waits to be collected', () => {
    expect(isFlat(samples(warmingUp), minutes)).toBe(true);
    expect(isFlat(samples(sawtooth), minutes)).toBe(true);
  });

  test('is not flat when 5 MB more are there every minute', () => {
    expect(isFlat(samples(leaking), minutes)).toBe(false);
    expect(growth(samples(leaking), minutes) / megabyte).toBeCloseTo(5, 0);
  });
});

describe('a rate', () => {
  const calm = { rate: 2, p95: 100, backlog: 0, errors: 0 };

  test('is sustained while latency stays near that of hardly any load and nothing piles up', () => {
    expect(isSustained({ rate: 20, p95: 990, backlog: 10, errors: 0 }, calm)).toBe(true);
    expect(isSustained({ rate: 20, p95: 1_500, backlog: 10, errors: 0 }, { ...calm, p95: 400 })).toBe(true);
    expect(isSustained({ rate: 20, p95: 1_010, backlog: 10, errors: 0 }, calm)).toBe(false);
    expect(isSustained({ rate: 20, p95: 110, backlog: 30, errors: 0 }, calm)).toBe(false);
    expect(isSustained({ rate: 20, p95: 110, backlog: 1, errors: 1 }, calm)).toBe(false);
    expect(isSustained({ rate: 20, p95: Number.NaN, backlog: 1, errors: 0 }, calm)).toBe(false);
  });
});

describe('the search', () => {
  /** A system that ends so many runs in a second, in order, and stands still at the third look. */
  function system(capacity: number): LoadControl {
    let [open, looks] = [0, 0];
    return {
      rate: 0,
      get backlog() {
        return open;
      },
      take() {
        looks += 1;
        const late = Math.max(0, this.rate - capacity);
        open = late * 10;
        const latency = looks === 6 || late > 0 ? 5_000 : 50;
        return { started: 1, finished: 1, latencies: [latency], errors: [] };
      },
      drain: async () => void (open = 0),
    };
  }

  test('ends at the highest rate that is sustained, and one hiccup does not end it', async () => {
    const tried: number[] = [];
    const best = await findRate(system(20), 0.01, ({ rate }) => void tried.push(rate));
    expect(best).toBeCloseTo(16.875);
    expect(tried.map((rate) => Math.round(rate))).toEqual([5, 8, 11, 11, 17, 25, 25]);
  });
});

describe('holding a rate', () => {
  test('lowers one that work piles up under, and begins the minutes anew', async () => {
    let open = 0;
    const load: LoadControl = {
      rate: 0,
      get backlog() {
        open += Math.max(0, this.rate - 10) * 100;
        return open;
      },
      take: () => ({ started: 1, finished: 1, latencies: [], errors: [] }),
      drain: async () => void (open = 0),
    };
    const told: string[] = [];
    const held = await hold(load, 16, {
      minutes: 0.002,
      processes: { worker: async () => megabyte },
      print: ({ minute }) => told.push(`minute ${minute}`),
      lowered: (from, to) => told.push(`${from} to ${to}`),
      every: 10,
    });
    expect(told).toEqual(['16 to 12', '12 to 9', 'minute 1']);
    expect(held.rate).toBe(9);
    expect(held.memory['worker']?.length).toBeGreaterThan(5);
  });
});

describe('the verdict', () => {
  const held = (memory: Held['memory'], errors: string[] = [], finished = 60): Held => ({
    rate: 1,
    minutes: Array.from({ length: minutes }, (_, index) => ({
      minute: index + 1,
      started: 60,
      finished: index === 0 ? finished : 60,
      latencies: [50],
      errors: index === 0 ? errors : [],
      backlog: 0,
      memory: {},
    })),
    memory,
  });
  const flat = { 'worker 1': samples(sawtooth), server: samples(leaking) };
  const verdict = (run: Held, complaints: string[] = []): string[] => {
    const { passed, lines } = judge(run, complaints, ['worker 1']);
    return [String(passed), ...lines.filter((line) => line.startsWith('FAULT'))];
  };

  test('passes without errors and with flat workers, whatever the server keeps', () => {
    expect(verdict(held(flat))).toEqual(['true']);
  });

  test('fails for a failed run, a run without an end, a complaint, and a worker that grows', () => {
    expect(verdict(held(flat, ['Error: no'], 59))).toEqual([
      'false',
      'FAULT: 1 runs that failed, the first: Error: no',
    ]);
    expect(verdict(held(flat, [], 58))).toEqual(['false', 'FAULT: 2 runs have not ended']);
    expect(verdict(held(flat), ['warn: slow'])).toEqual([
      'false',
      'FAULT: 1 complaints of workers, the first: warn: slow',
    ]);
    expect(verdict(held({ 'worker 1': samples(leaking) }))).toEqual([
      'false',
      'FAULT: memory of worker 1 grows by more than 1 % a minute',
    ]);
  });
});
