import type { LogEntry } from '@temporalio/worker';
import type { App, Run } from 'perdure/client';
import { testEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recallDefinitions } from '../fixture-definitions.js';
import { eventually, failureOf, like } from '../flux/open-app.js';
import { connectTo, fixture, hearErrors, openServer, type RunningVersion, startVersion } from './versions.js';

const taskQueue = `change-${process.pid}`;
const logged: LogEntry[] = [];
await hearErrors((entry) => logged.push(entry));
recallDefinitions(fixture('order-v1'));

let server: Awaited<ReturnType<typeof openServer>>;
let app: App;
let worker: RunningVersion;

async function deploy(version: string): Promise<void> {
  await worker.stop();
  worker = await startVersion(version, { address: server.address, taskQueue });
}

async function pausedOrder(item: string): Promise<Run> {
  const run = await app.start('order', item, { id: `${item}-${taskQueue}` });
  await eventually(async () => run.status(), 'paused');
  return run;
}

beforeAll(async () => {
  server = await openServer();
  const place = { address: server.address, taskQueue };
  app = await connectTo(place);
  worker = await startVersion('order-v1', place);
});
afterAll(async () => {
  await worker.stop();
  await app.close();
  await server.stop();
});

test('F-69 a paused run that meets other code says so to every question, and goes on with fitting code', async () => {
  const run = await pausedOrder('lamp');
  expect((await run.describe()).stuck).toBeUndefined();
  await deploy('order-v2');

  // Asking leaves no event: the run itself has not noticed yet.
  expect(await failureOf(run.pauses())).toMatchObject({
    code: 'Run.CodeMismatch',
    message: like(/'order'.*'reserve'/),
  });
  expect(await run.status()).toBe('paused');

  const end = run.result();
  const answered = run.resume('go_on', 'yes', { whenStuck: 'wait' });
  await eventually(async () => (await run.describe()).stuck?.code, 'Run.CodeMismatch');
  const { status, stuck } = await run.describe();
  expect(status).toBe('paused');
  expect(stuck).toMatchObject({ message: like(/TMPRL1100/), step: { name: 'reserve', eventId: 5 } });
  expect(stuck?.attempt).toBeGreaterThan(1);
  expect(Date.now() - (stuck?.since.getTime() ?? 0)).toBeLessThan(60_000);
  expect(await failureOf(run.result({ whenStuck: 'throw' }))).toMatchObject({ code: 'Run.CodeMismatch' });

  await deploy('order-v1');
  expect(await answered).toEqual({ id: 'go_on' });
  expect(await end).toMatchObject({ version: 1, reserved: 'lamp reserved', go: 'yes' });
  expect((await run.describe()).stuck).toBeUndefined();
}, 120_000);

test('F-69 the worker says once per run, with its id and the step, that its code does not fit', async () => {
  const run = await pausedOrder('desk');
  await deploy('order-v2');
  await failureOf(run.pauses());
  const ofRun = (): LogEntry[] =>
    logged.filter(({ message, meta }) => message.startsWith('Run.') && meta?.['workflowId'] === run.id);
  await eventually(async () => ofRun().length, 1);
  await failureOf(run.pauses());
  expect(ofRun()).toEqual([
    expect.objectContaining({
      message: like(/^Run\.CodeMismatch: .*'order'.*at .*'reserve'/),
      meta: expect.objectContaining({ workflowType: 'order' }),
    }),
  ]);
  const asked = Date.now();
  expect(await failureOf(run.resume('go_on', 'yes'))).toMatchObject({
    code: 'Run.CodeMismatch',
    message: like(/has not been taken/),
  });
  expect(Date.now() - asked).toBeLessThan(10_000);
  await deploy('order-v1');
  // The server may have kept the answer; then it was the first and counts.
  await run.resume('go_on', 'yes').catch((error: unknown) => {
    expect(error).toMatchObject({ code: like(/^(Pause.AlreadyAnswered|Run.AlreadyFinished)$/) });
  });
  expect(await run.result()).toMatchObject({ version: 1, go: 'yes' });
}, 120_000);

test('a rejection that nobody handles is Run.TaskFailing with its text', async () => {
  const run = await app.start('careless', undefined, { id: `careless-${taskQueue}` });
  const failure = await failureOf(run.result({ whenStuck: 'throw' }));
  expect(failure).toMatchObject({ code: 'Run.TaskFailing', message: like(/nobody looks at this/) });
  expect((await run.describe()).stuck).toMatchObject({ code: 'Run.TaskFailing', step: null });
  await eventually(async () => logged.some(({ message }) => /^Run\.TaskFailing: .*nobody looks/.test(message)), true);
  await app.client.workflow.getHandle(run.id).terminate();
});

test('a test environment throws instead of waiting for a run that is stuck', async () => {
  const environment = await testEnvironment({
    app: fixture('order-v1'),
    address: server.address,
    taskQueue: `${taskQueue}-environment`,
  });
  expect(await failureOf(environment.run('careless'))).toMatchObject({ code: 'Run.TaskFailing' });
  await environment.close();
});
