import { afterEach, expect, test } from 'vitest';
import { killWorkers, repeated, startOwnServer, startRow, startWorker, steps, sumOfSteps } from './crash-run.js';

// PERDURE_LONG=1 repeats these at ten (and five) random moments; otherwise one of each.
const long = process.env['PERDURE_LONG'] === '1';
const rounds = (count: number): number[] => Array.from({ length: long ? count : 1 }, (_, index) => index + 1);
const someStep = (): number => 2 + Math.floor(Math.random() * (steps - 10));

const address = process.env['PERDURE_TEST_ADDRESS'] ?? 'localhost:7233';
afterEach(killWorkers);

test.for(rounds(10))(
  'F-64 a worker killed at a random step, round %i: at most the step in flight runs again',
  { timeout: 90_000 },
  async (round) => {
    const taskQueue = `crash-long-${process.pid}-${round}`;
    const worker = await startWorker(taskQueue, address);
    const row = await startRow(address, taskQueue);
    const killedAt = someStep();
    await row.begun(killedAt);
    await worker.kill();
    await startWorker(taskQueue, address);
    expect(await row.run.result()).toBe(sumOfSteps);
    const again = repeated(row.begins());
    expect(again.length, JSON.stringify({ killedAt, again })).toBeLessThanOrEqual(1);
    for (const { step, times } of again) {
      expect(times).toBe(2);
      expect(step).toBeGreaterThanOrEqual(killedAt);
    }
  },
);

test.for(rounds(5))(
  'F-65 a server killed at a random step, round %i: every acknowledged step is kept',
  { timeout: 120_000 },
  async () => {
    const { server, restart } = await startOwnServer();
    const taskQueue = 'crash-long';
    await startWorker(taskQueue, server.address);
    const row = await startRow(server.address, taskQueue);
    const killedAt = someStep();
    await row.begun(killedAt);
    server.kill();
    await server.exited;
    const restarted = await restart();
    expect(await row.run.result()).toBe(sumOfSteps);
    const again = repeated(row.begins());
    expect(again.length, JSON.stringify({ killedAt, again })).toBeLessThanOrEqual(1);
    for (const { step, times } of again) {
      expect(times).toBe(2);
      expect(step).toBeGreaterThanOrEqual(killedAt);
    }
    await restarted.stop();
  },
);
