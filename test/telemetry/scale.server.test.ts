import type { Run } from 'perdure/client';
import { describe, expect, test } from 'vitest';
import { choosePort } from '../../cli/server/choose-port.js';
import { eventually } from '../flux/open-app.js';
import { address, connected } from './connected.js';
import { startWorker } from './start-worker.js';

const app = connected();

interface Work {
  readonly pid: number;
  readonly queue: string;
  readonly begin: number;
  readonly end: number;
}

interface Fan {
  readonly count: number;
  readonly milliseconds: number;
  readonly queue?: string;
}

const start = (taskQueue: string, fan: Fan): Promise<Run> => app().start('fan', fan, { taskQueue });
const fan = async (taskQueue: string, work: Fan): Promise<Work[]> =>
  (await (await start(taskQueue, work)).result()) as Work[];

/** How many ran at the same moment at most. */
function mostAtOnce(work: readonly Work[]): number {
  return Math.max(...work.map(({ begin }) => work.filter((other) => other.begin <= begin && begin < other.end).length));
}

const seconds = (work: readonly Work[]): number =>
  (Math.max(...work.map(({ begin }) => begin)) - Math.min(...work.map(({ begin }) => begin))) / 1_000;

describe('several workers', () => {
  test('on one queue share the work', async () => {
    const taskQueue = 'scale-shared';
    const limits = { maxConcurrentActivityTaskExecutions: 2 };
    const workers = await Promise.all([1, 2].map(() => startWorker({ address, taskQueue, ...limits })));
    const work = await fan(taskQueue, { count: 20, milliseconds: 100 });
    expect(new Set(work.map(({ pid }) => pid))).toEqual(new Set(workers.map(({ pid }) => pid)));
    // Two each: no more than four at once, and never as few as one worker could do.
    expect(mostAtOnce(work)).toBeGreaterThan(2);
    expect(mostAtOnce(work)).toBeLessThanOrEqual(4);
    await Promise.all(workers.map((worker) => worker.stop()));
  });

  test('a task with a queue runs on the worker of that queue, which needs no workflows', async () => {
    const [taskQueue, queue] = ['scale-flows', 'scale-heavy'];
    const flows = await startWorker({ address, taskQueue });
    const heavy = await startWorker({ address, taskQueue: queue, role: 'tasks' });
    const work = await fan(taskQueue, { count: 3, milliseconds: 10, queue });
    expect(work.map(({ pid }) => pid)).toEqual([heavy.pid, heavy.pid, heavy.pid]);
    expect(work[0]?.queue).toBe(queue);
    await Promise.all([flows.stop(), heavy.stop()]);
  });
});

describe("Temporal's limits hold", () => {
  test('tasks at once, of a worker', async () => {
    const taskQueue = 'scale-at-once';
    const worker = await startWorker({ address, taskQueue, maxConcurrentActivityTaskExecutions: 3 });
    expect(mostAtOnce(await fan(taskQueue, { count: 12, milliseconds: 100 }))).toBe(3);
    await worker.stop();
  });

  test('tasks a second, of a worker', async () => {
    const taskQueue = 'scale-rate';
    const worker = await startWorker({ address, taskQueue, maxActivitiesPerSecond: 5 });
    // Some start at once, before the limit is felt; the rest come one by one.
    expect(seconds(await fan(taskQueue, { count: 20, milliseconds: 1 }))).toBeGreaterThan(2);
    await worker.stop();
  });

  test('tasks a second, of a queue, however many workers it has', async () => {
    const taskQueue = 'scale-queue-rate';
    const limit = { maxTaskQueueActivitiesPerSecond: 5 };
    const workers = await Promise.all([1, 2].map(() => startWorker({ address, taskQueue, ...limit })));
    expect(seconds(await fan(taskQueue, { count: 20, milliseconds: 1 }))).toBeGreaterThan(1.5);
    await Promise.all(workers.map((worker) => worker.stop()));
  });

  test('workflow tasks at once, of a worker, as its metrics say', async () => {
    const taskQueue = 'scale-flows-at-once';
    const prometheus = `127.0.0.1:${await choosePort(undefined, '--port')}`;
    const limits = { maxConcurrentWorkflowTaskExecutions: 7, maxConcurrentActivityTaskExecutions: 5 };
    const worker = await startWorker({ address, taskQueue, ...limits, metrics: { prometheus } });
    const free = async (kind: string): Promise<string | undefined> => {
      const metrics = await (await fetch(`http://${prometheus}/metrics`)).text();
      return new RegExp(`^temporal_worker_task_slots_available\\{.*worker_type="${kind}".*\\} (\\d+)$`, 'm').exec(
        metrics,
      )?.[1];
    };
    await fan(taskQueue, { count: 1, milliseconds: 1 });
    await eventually(() => free('WorkflowWorker'), '7');
    await eventually(() => free('ActivityWorker'), '5');
    await worker.stop();
  });
});
