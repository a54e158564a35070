import { connect } from 'perdure/client';
import { afterAll, expect, test } from 'vitest';
import { killWorkers, repeated, startOwnServer, startRow, startWorker, sumOfSteps } from './crash-run.js';
import { timeOf } from './history-events.js';
import { failureOf, like } from './open-app.js';

const address = process.env['PERDURE_TEST_ADDRESS'] ?? 'localhost:7233';
const taskQueue = `crash-${process.pid}`;
afterAll(killWorkers);

test('F-64 a worker killed in the middle of step 50 of 100: another finishes the run, only that step runs again', async () => {
  const worker = await startWorker(taskQueue, address);
  const row = await startRow(address, taskQueue, 50);
  await row.begun(50);
  await worker.kill();
  await startWorker(taskQueue, address);
  expect(await row.run.result()).toBe(sumOfSteps);
  expect(repeated(row.begins())).toEqual([{ step: 50, times: 2 }]);
  expect(repeated(row.ends())).toEqual([]);
}, 90_000);

test('F-6 a body that blocks its worker is timed out on time, and one that goes silent is a lost worker', async () => {
  const queue = `${taskQueue}-blocked`;
  await startWorker(queue, address);
  const app = await connect({ address, taskQueue });
  try {
    const timedOut = await app.start('blocks', { milliseconds: 2_500, options: { queue, timeout: '1s' } });
    expect(await failureOf(timedOut.result())).toMatchObject({ code: 'Task.TimedOut', message: like(/'block'.*1 s/) });
    const silent = await app.start('blocks', { milliseconds: 4_000, options: { queue, heartbeatTimeout: '1s' } });
    expect(await failureOf(silent.result())).toMatchObject({
      code: 'Task.WorkerLost',
      message: like(/heartbeatTimeout of 1 s.*event loop/),
      retryable: true,
    });
    const times = await Promise.all(
      [timedOut, silent].map(async ({ id }) => {
        const history = await app.client.workflow.getHandle(id).fetchHistory();
        return timeOf(history, 'workflowExecutionFailed') - timeOf(history, 'activityTaskStarted');
      }),
    );
    for (const time of times) expect(time).toBeLessThan(2_400);
  } finally {
    await app.close();
  }
}, 60_000);

test('F-65 a server killed in the middle of a run and started again on its file has kept every step', async () => {
  const { server, restart } = await startOwnServer();
  await startWorker(taskQueue, server.address);
  const row = await startRow(server.address, taskQueue, 50);
  await row.begun(50);
  server.kill();
  await server.exited;
  const again = await restart();
  expect(await row.run.result()).toBe(sumOfSteps);
  const others = repeated(row.begins()).filter(({ step }) => step !== 50);
  expect(others).toEqual([]);
  await again.stop();
}, 120_000);
