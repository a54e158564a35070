import { connect } from 'perdure/client';
import type { TestEnvironment } from 'perdure/testing';
import { testEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { summaries, timeOf } from './history-events.js';
import { appFile, eventually, failureOf, like } from './open-app.js';

// Skipped time is one clock for all, so these tests run one after another.
let environment: TestEnvironment;
beforeAll(async () => {
  environment = await testEnvironment({ app: appFile('clock'), timeSkipping: true });
});
afterAll(() => environment?.close());

const day = 24 * 3_600_000;

test.for([
  [2, 1],
  [3, 4],
] as const)('F-4 with backoff 3 attempt %i comes after %i hours', async ([attempt, hours]) => {
  const run = await environment.start('retried', attempt);
  expect(await run.result()).toBe(attempt);
  const history = await environment.history(run.id);
  const waited = timeOf(history, 'activityTaskStarted') - timeOf(history, 'activityTaskScheduled');
  expect(waited / 3_600_000).toBeCloseTo(hours, 1);
});

test('a sleep of 30 days takes no time, and lasts 30 days', async () => {
  const from = Date.now();
  const run = await environment.start('sleeps', '30 days');
  expect((await run.result()) as number).toBeGreaterThanOrEqual(30 * day);
  expect(Date.now() - from).toBeLessThan(30_000);
  expect(summaries(await environment.history(run.id), 'timerStarted')).toEqual(['a long sleep']);
});

test('sleeps and retries side by side take as long as the longest', async () => {
  expect(await environment.run('sleeps_together')).toBe(30);
});

test('a pause of two days ends with its onTimeout', async () => {
  const { answer, hours } = (await environment.run('asks', { timeout: '2 days', onTimeout: { approved: false } })) as {
    answer: unknown;
    hours: number;
  };
  expect(answer).toEqual({ approved: false });
  expect(hours).toBeCloseTo(48, 1);
});

test('a pause of two days without onTimeout fails as timed out', async () => {
  expect(await environment.run('asks', { timeout: '2 days' })).toMatchObject({ code: 'Pause.TimedOut' });
});

test('a pause is answered before its time is up, a day later', async () => {
  const run = await environment.start('asks', { timeout: '2 days' });
  await eventually(async () => (await run.pauses()).length, 1);
  await environment.sleep('1 day');
  await run.resume('review', 'in time');
  const { answer, hours } = (await run.result()) as { answer: unknown; hours: number };
  expect(answer).toBe('in time');
  expect(hours).toBeGreaterThan(23.9);
  expect(hours).toBeLessThan(48);
});

test('a run that waits for an answer nobody gives fails the test by name instead of hanging', async () => {
  expect(await failureOf(environment.run('asks'))).toMatchObject({ code: 'Pause.NoAnswer', message: like(/review/) });
});

test('a long pause survives a worker restart', async () => {
  const run = await environment.start('asks', { timeout: '10 days', onTimeout: 'late' });
  await eventually(async () => (await run.pauses()).length, 1);
  await environment.restartWorker();
  expect(await run.result()).toMatchObject({ answer: 'late' });
});

test('F-50 a pause of three days wakes by itself after three days, also on another worker', async () => {
  const run = await environment.start('asks', { after: '3 days' });
  await eventually(async () => (await run.pauses()).length, 1);
  await environment.restartWorker();
  const { hours } = (await run.result()) as { hours: number };
  expect(hours).toBeCloseTo(72, 1);
});

test('F-50 a pause until a moment wakes at that moment, and is resumed early a day before', async () => {
  expect(await environment.run('asks_until', 5)).toEqual({ woke: true, days: 5 });
  const run = await environment.start('asks_until', 5);
  await eventually(async () => (await run.pauses()).length, 1);
  await environment.sleep('4 days');
  await run.resume('until', 'now');
  expect(await run.result()).toEqual({ woke: false, days: 4 });
});

test('a server without schedules says so', async () => {
  const app = await connect({ address: environment.address });
  expect(await failureOf(app.schedules())).toMatchObject({ code: 'Schedule.NotSupported' });
  expect(await failureOf(app.schedule('x', 'asks', undefined, { every: '1h' }))).toMatchObject({
    code: 'Schedule.NotSupported',
  });
  await app.close();
});
