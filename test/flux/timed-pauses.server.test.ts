import type { Run } from 'perdure/client';
import { replay, type TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kinds, summaries } from './history-events.js';
import { appFile, eventually, failureOf, like, openApp } from './open-app.js';

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openApp('timed');
});
afterAll(() => environment?.close());

const opened = (run: Run, ...ids: string[]): Promise<void> =>
  eventually(async () => (await run.pauses()).map(({ id }) => id), ids);

const details = async (run: Run): Promise<string> => {
  const handle = environment.client.workflow.getHandle(run.id);
  return (await handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata')).currentDetails ?? '';
};

test('F-50 a pause with after wakes by itself, close to the time', async () => {
  const run = await environment.start('timed_pause', { after: '400ms' });
  const { woke, passed } = (await run.result()) as { woke: boolean; passed: number };
  expect(woke).toBe(true);
  expect(passed).toBeGreaterThanOrEqual(400);
  expect(passed).toBeLessThan(4_000);
  expect(await run.pauses()).toEqual([]);
  expect(summaries(await environment.history(run.id), 'timerStarted')).toEqual(['wait wakes by itself']);
});

test('F-50 a pause with until wakes at that moment', async () => {
  const { woke, passed } = (await environment.run('pause_until', 400)) as { woke: boolean; passed: number };
  expect(woke).toBe(true);
  expect(passed).toBeGreaterThanOrEqual(400);
  expect(passed).toBeLessThan(4_000);
});

test('F-50 an open timed pause shows when it wakes, and can be resumed early', async () => {
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const run = await environment.start('timed_pause', { until, prompt: 'Go now?', data: { for: 'Ada' } });
  await opened(run, 'wait');
  expect(await run.pauses()).toMatchObject([{ id: 'wait', prompt: 'Go now?', data: { for: 'Ada' }, deadline: until }]);
  expect(await details(run)).toContain(`Waiting until ${until}: \`wait\``);
  expect(await run.describe()).toMatchObject({ status: 'paused', openPauses: ['wait'] });
  await run.resume('wait', { go: true });
  expect(await run.result()).toMatchObject({ value: { go: true }, woke: false });
  expect(kinds(await environment.history(run.id))).toContain('timerCanceled');
});

test('an answer of nothing is null, which is not the undefined of waking', async () => {
  const run = await environment.start('timed_pause', { after: '1 hour' });
  await opened(run, 'wait');
  await run.resume('wait');
  expect(await run.result()).toMatchObject({ value: null, woke: false });
});

test('F-50 a timed pause survives a worker restart and wakes on time', async () => {
  const after = 3_000;
  const run = await environment.start('timed_pause', { after });
  const woken = await environment.start('timed_pause', { after: 300 });
  await opened(run, 'wait');
  const [{ deadline } = { deadline: null }] = await run.pauses();
  await environment.restartWorker();
  expect(await run.pauses()).toMatchObject([{ id: 'wait', deadline }]);
  const { woke, passed } = (await run.result()) as { woke: boolean; passed: number };
  expect(woke).toBe(true);
  expect(passed).toBeGreaterThanOrEqual(after);
  expect(passed).toBeLessThan(after + 3_000);
  expect(await woken.result()).toMatchObject({ woke: true });
});

test('F-50 options that cannot be meant are refused with all problems', async () => {
  const options = { after: -5, until: 'tomorrow', timeout: '1s' };
  expect(await environment.run('timed_refused', options)).toEqual({
    code: 'Pause.InvalidOptions',
    problems: [like(/either after or until/), like(/after: -5/), like(/"tomorrow"/), like(/timeout cannot go/)],
  });
});

test('a moment in the past goes on at once without a command, and its name is used up', async () => {
  const run = await environment.start('until_past');
  await opened(run, 'wait#2');
  const events = kinds(await environment.history(run.id));
  expect(events).not.toContain('timerStarted');
  expect(events.filter((kind) => kind === 'upsertWorkflowSearchAttributes')).toHaveLength(1);
  expect(await failureOf(run.resume('wait', 1))).toMatchObject({
    code: 'Pause.NotOpen',
    message: like(/has woken by itself/),
  });
  await run.resume('wait#2', 2);
  expect(await run.result()).toEqual({ woke: true, second: 2 });
});

test('histories of timed pauses replay: woken, answered, cancelled, passed by', async () => {
  const woken = await environment.start('timed_pause', { after: 50 });
  const answered = await environment.start('timed_pause', { after: '1 hour' });
  const cancelled = await environment.start('timed_pause', { after: '1 hour' });
  const past = await environment.start('until_past');
  await opened(answered, 'wait');
  await answered.resume('wait', 1);
  await opened(cancelled, 'wait');
  await cancelled.cancel();
  await past.resume('wait#2', 1, { wait: true });
  const runs = [woken, answered, cancelled, past];
  await Promise.allSettled(runs.map((run) => run.result()));
  expect(await cancelled.describe()).toMatchObject({ status: 'cancelled', openPauses: [] });
  await replay({ app: appFile('timed') }, await Promise.all(runs.map(({ id }) => environment.history(id))));
});
