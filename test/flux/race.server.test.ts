import type { Run } from 'perdure/client';
import { replay, type TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kinds } from './history-events.js';
import { appFile, eventually, failureOf, openApp } from './open-app.js';

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openApp('timed');
});
afterAll(() => environment?.close());

const opened = (run: Run, ...ids: string[]): Promise<void> =>
  eventually(async () => (await run.pauses()).map(({ id }) => id), ids);

test('F-51 the answer comes first: it decides, and the child is cancelled', async () => {
  const run = await environment.start('answer_or_child', { sleeps: '1 hour' });
  await opened(run, 'decide');
  await run.resume('decide', 'me');
  await opened(run, 'after');
  await run.resume('after');
  expect(await run.result()).toEqual({ winner: 'answer', value: 'me' });
  expect(kinds(await environment.history(run.id))).toContain('childWorkflowExecutionCanceled');
});

test('F-51 the child ends first: it decides, and the pause is no longer listed', async () => {
  const run = await environment.start('answer_or_child', { sleeps: 300 });
  await opened(run, 'after');
  await eventually(async () => (await run.describe()).openPauses, ['after']);
  expect(await failureOf(run.resume('decide', 'late'))).toMatchObject({ code: 'Pause.NotOpen' });
  await run.resume('after');
  expect(await run.result()).toEqual({ winner: 'child', value: 'worked' });
});

test('F-51 a child that fails first ends the race with its error, and the pause is no longer listed', async () => {
  const run = await environment.start('race_caught', { fails: true });
  expect(await run.result()).toEqual({ code: 'E_CHILD', message: 'child failed' });
  expect(await run.pauses()).toEqual([]);
});

test('F-51 cancelling the run cancels all that race, the pause of the child too', async () => {
  const run = await environment.start('answer_or_child', { waits: true });
  await opened(run, 'decide');
  const children = async (): Promise<string[]> =>
    (await environment.client.workflow.getHandle(run.id).describe()).raw.pendingChildren?.map(
      ({ workflowId }) => workflowId ?? '',
    ) ?? [];
  await eventually(async () => (await children()).length, 1);
  const [child = ''] = await children();
  await run.cancel();
  expect(await failureOf(run.result())).toMatchObject({ code: 'Run.Cancelled' });
  expect(await run.pauses()).toEqual([]);
  const { status } = await environment.client.workflow.getHandle(child).describe();
  expect(status.name).toBe('CANCELLED');
});

test('a list gives the index of the first; timers and pauses of the others are gone', async () => {
  const run = await environment.start('race_listed');
  expect(await run.result()).toEqual({ index: 1, value: 'short' });
  expect(kinds(await environment.history(run.id))).toContain('timerCanceled');
});

test('a race beside other calls leaves these alone', async () => {
  const run = await environment.start('race_in_parallel');
  await opened(run, 'one', 'two', 'three');
  await run.resume('two', 2);
  await opened(run, 'three');
  await run.resume('three', 3);
  expect(await run.result()).toEqual([{ winner: 'b', value: 2 }, 3]);
});

test('a race goes on after a worker restart, and its histories replay', async () => {
  const byAnswer = await environment.start('answer_or_child', { sleeps: '1 hour' });
  const byChild = await environment.start('race_caught', { sleeps: 10 });
  const byCancel = await environment.start('answer_or_child', { sleeps: '1 hour' });
  await opened(byAnswer, 'decide');
  await opened(byCancel, 'decide');
  await byChild.result();
  await environment.restartWorker();
  await byAnswer.resume('decide', 1);
  await byAnswer.resume('after', 1, { wait: true });
  await byCancel.cancel();
  const runs = [byAnswer, byChild, byCancel];
  const ends = await Promise.allSettled(runs.map((run) => run.result()));
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  await replay({ app: appFile('timed') }, await Promise.all(runs.map(({ id }) => environment.history(id))));
});
