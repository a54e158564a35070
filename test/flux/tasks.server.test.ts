import type { TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodies } from './body-log.js';
import { eventsOf, kinds, summaries, timeOf } from './history-events.js';
import { failureOf, like, openApp } from './open-app.js';

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openApp('tasks');
});
afterAll(() => environment?.close());

/** Starts a run of the fixture's `call` (or another workflow) around one task. */
const start = (input: object, workflow = 'call') => environment.start(workflow, input);

describe.concurrent('values and errors', () => {
  test('F-1 a value of a task becomes the output, with four events in order', async () => {
    const run = await start({ task: 'greet', args: ['Ada'] });
    expect(await run.result()).toBe('Hello, Ada');
    expect(kinds(await environment.history(run.id))).toEqual([
      'workflowExecutionStarted',
      'activityTaskScheduled',
      'activityTaskStarted',
      'activityTaskCompleted',
      'workflowExecutionCompleted',
    ]);
  });

  test('F-2 an error of a task without options fails the run and is reachable from outside', async () => {
    const run = await start({ task: 'fail', args: ['the disk is full'] });
    const error = await failureOf(run.result());
    expect(error).toMatchObject({ code: 'User.Error', name: 'Error', message: 'the disk is full', attempts: 3 });
    expect(error.cause).toBeInstanceOf(Error);
    expect(await run.status()).toBe('failed');
    expect(bodies(run)).toHaveLength(3);
  });

  test("a user's error keeps its name, message, code and details inside and outside", async () => {
    const input = { task: 'decline', args: ['Declined', 'E_MONEY'] };
    const seen = { code: 'E_MONEY', name: 'Declined', message: 'no money', details: { limit: 5 } };
    expect(await environment.run('caught', input)).toMatchObject({ ours: true, ...seen });
    expect(await failureOf(environment.run('call', input))).toMatchObject(seen);
  });

  test('thrown text becomes the message', async () => {
    const error = await failureOf(environment.run('call', { task: 'throwsText' }));
    expect(error).toMatchObject({ code: 'User.Error', message: 'only text' });
  });

  test('an error of ours that is not retryable is final at once', async () => {
    const run = await start({ task: 'throwsFinal' });
    expect(await failureOf(run.result())).toMatchObject({ code: 'Shop.Closed', details: { opens: 'at nine' } });
    expect(bodies(run)).toHaveLength(1);
  });

  test('F-14 two identical calls run the body twice, with two ids', async () => {
    const run = await environment.start('twice', 'Ada');
    expect(await run.result()).toEqual(['Hello, Ada', 'Hello, Ada']);
    expect(new Set(bodies(run).map(({ key }) => key)).size).toBe(2);
    const scheduled = eventsOf(await environment.history(run.id), 'activityTaskScheduled');
    expect(new Set(scheduled.map(({ activityId }) => activityId)).size).toBe(2);
  });

  test('F-20 a body knows its name, attempt, key and run', async () => {
    const run = await start({ task: 'tellContext' });
    expect(await run.result()).toEqual({
      name: 'tell_context',
      attempt: 1,
      idempotencyKey: expect.stringContaining(run.runId ?? '?') as string,
      run: { id: run.runId, workflowId: run.id, name: 'call' },
      secrets: {},
      lastHeartbeat: null,
      aborted: false,
    });
  });

  test('names of tasks are the activity types, dots, colons and dashes included', async () => {
    const run = await start({ task: 'plain', args: [1] });
    await run.result();
    const [scheduled] = eventsOf(await environment.history(run.id), 'activityTaskScheduled');
    expect(scheduled?.activityType?.name).toBe('shop.checkout:charge-card_v2');
  });

  test('arguments arrive as given: none, undefined, several, null, properties left out', async () => {
    expect(await environment.run('argument_shapes')).toEqual([
      'Hello, nobody',
      'Hello, nobody',
      'Hello, Ada and Bob and 3',
      null,
      { kept: 1 },
    ]);
  });
});

describe.concurrent('retries', () => {
  const retry = { maximumAttempts: 4, initialInterval: 50 };

  test('F-3 a body that fails twice succeeds at its third attempt', async () => {
    const run = await start({ task: 'failUntil', args: [3], options: { retry } });
    expect(await run.result()).toBe('attempt 3');
    expect(bodies(run).map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    const [started] = eventsOf(await environment.history(run.id), 'activityTaskStarted');
    expect(started).toMatchObject({ attempt: 3, lastFailure: { message: 'attempt 2 failed' } });
  });

  test('F-4 a delay of 1 s with backoff 3 waits 1 s, then 3 s', async () => {
    const policy = { maximumAttempts: 5, initialInterval: '1s', backoffCoefficient: 3 };
    const run = await start({ task: 'failUntil', args: [3], options: { retry: policy } });
    await run.result();
    const [first, second, third] = bodies(run).map(({ at }) => at) as [number, number, number];
    const [scheduled] = eventsOf(await environment.history(run.id), 'activityTaskScheduled');
    expect(Number(scheduled?.retryPolicy?.initialInterval?.seconds)).toBe(1);
    expect(scheduled?.retryPolicy?.backoffCoefficient).toBe(3);
    // A busy machine makes the waits longer; nothing makes them shorter.
    expect(second - first).toBeGreaterThan(950);
    expect(second - first).toBeLessThan(2_000);
    expect(third - second).toBeGreaterThan(2_950);
    expect(third - second).toBeLessThan(4_000);
  });

  test('F-5 spent retries name their number and keep the last error', async () => {
    const run = await start({ task: 'failUntil', args: [99], options: { retry } });
    expect(await failureOf(run.result())).toMatchObject({
      message: 'attempt 4 failed',
      attempts: 4,
      details: { task: 'fail_until', attempts: 4 },
    });
    expect(await environment.run('caught', { task: 'fail', args: ['x'] })).toMatchObject({ attempts: 3 });
  });

  test.for([
    ['its class', 'decline', 'Declined', undefined],
    ['a subclass', 'decline', 'CardDeclined', undefined],
    ['its name', 'declineByName', 'CardDeclined', undefined],
    ['its code', 'declineByName', 'Other', 'E_LIMIT'],
  ] as const)('nonRetryable by %s ends at the first attempt', async ([, task, which, code]) => {
    const run = await start({ task, args: [which, code ?? null] });
    await failureOf(run.result());
    expect(bodies(run)).toHaveLength(1);
  });

  test('other errors than the nonRetryable ones are tried again', async () => {
    const run = await start({ task: 'declineByName', args: ['Declined', null] });
    expect(await failureOf(run.result())).toMatchObject({ name: 'Declined', attempts: 3 });
    expect(bodies(run)).toHaveLength(3);
  });

  test('RetryAfter sets the wait instead of the policy', async () => {
    const run = await start({ task: 'later' });
    expect(await run.result()).toBe('at last');
    const [first, second] = bodies(run).map(({ at }) => at) as [number, number];
    expect(second - first).toBeGreaterThanOrEqual(690);
    expect(second - first).toBeLessThan(5_000);
  });

  test('RetryAfter on the last attempt gives the caller its cause', async () => {
    const error = await failureOf(environment.run('call', { task: 'later', args: [true] }));
    expect(error).toMatchObject({ code: 'User.Error', name: 'RangeError', message: 'slow down', attempts: 2 });
  });

  test('attempts of one call share the idempotency key, and each finds the last note', async () => {
    const run = await start({ task: 'attempts' });
    expect(await run.result()).toEqual({ attempt: 3, lastHeartbeat: { done: 1 } });
    const log = bodies(run);
    expect(log.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(log.map(({ lastHeartbeat }) => lastHeartbeat)).toEqual([undefined, { done: 1 }, { done: 1 }]);
    expect(new Set(log.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  });
});

describe.concurrent('timeouts', () => {
  test('F-6 a body that ignores its signal is cut off on time', async () => {
    const run = await start({ task: 'deaf' });
    expect(await failureOf(run.result())).toMatchObject({ code: 'Task.TimedOut', message: like(/timeout of 1 s/) });
    const history = await environment.history(run.id);
    const taken = timeOf(history, 'workflowExecutionFailed') - timeOf(history, 'activityTaskScheduled');
    expect(taken).toBeGreaterThan(950);
    expect(taken).toBeLessThan(2_500);
  });

  test('F-6 a task called in the body of another task keeps its timeout', async () => {
    const run = await start({ task: 'callsDeaf' });
    expect(await failureOf(run.result())).toMatchObject({
      code: 'Task.TimedOut',
      message: like(/'deaf'.*timeout of 1 s/),
    });
    const history = await environment.history(run.id);
    expect(timeOf(history, 'workflowExecutionFailed') - timeOf(history, 'activityTaskScheduled')).toBeLessThan(2_500);
    expect(eventsOf(history, 'activityTaskScheduled')).toHaveLength(1);
    expect(bodies(run).map(({ what }) => what)).toEqual(['calls_deaf', 'deaf']);
  });

  test('F-7 a body that hangs on a retry is cut off on every attempt', async () => {
    const run = await start({ task: 'hangsOnRetry' });
    expect(await failureOf(run.result())).toMatchObject({ code: 'Task.TimedOut', attempts: 3 });
    const log = bodies(run);
    expect(log.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect((log[2]?.at ?? 0) - (log[1]?.at ?? 0)).toBeGreaterThan(390);
    expect((log[2]?.at ?? 0) - (log[1]?.at ?? 0)).toBeLessThan(2_000);
  });

  test('totalTimeout ends a call whose body goes on', async () => {
    const run = await start({ task: 'neverDone' });
    const error = await failureOf(run.result());
    expect(error).toMatchObject({ code: 'Task.TimedOut', message: like(/totalTimeout of 1.5 s/) });
    expect(bodies(run)).toHaveLength(1);
  });

  test('totalTimeout ends retries, and the last error stays readable', async () => {
    const run = await start({ task: 'failsForLong' });
    const error = await failureOf(run.result());
    expect(error.message).toContain('still failing');
    expect(bodies(run).length).toBeLessThan(3);
  });
});

describe.concurrent('options, summaries, payloads', () => {
  test('F-21 withOptions gives a new task with the rest kept', async () => {
    const run = await environment.start('variants');
    expect(await run.result()).toEqual({ description: 'Does what it says.', name: 'described', same: false });
    const scheduled = eventsOf(await environment.history(run.id), 'activityTaskScheduled');
    expect(scheduled.map(({ retryPolicy }) => retryPolicy?.maximumAttempts)).toEqual([2, 5]);
    expect(scheduled.map(({ retryPolicy }) => Number(retryPolicy?.initialInterval?.seconds))).toEqual([7, 7]);
    expect(scheduled.map(({ startToCloseTimeout }) => Number(startToCloseTimeout?.seconds))).toEqual([5, 600]);
  });

  test('F-22 history shows the summary of a call however it was made', async () => {
    const run = await environment.start('summarised');
    await run.result();
    const history = await environment.history(run.id);
    expect(summaries(history, 'activityTaskScheduled')).toEqual([
      'Weather in Oslo (3 days)',
      'Weather in Rome (3 days)',
      'Weather in Bonn (3 days)',
      'Weather in Cork (3 days)',
      '2 days of Kyiv',
      'a default digest',
      '{id, tags}',
      undefined,
    ]);
    expect(summaries(history, 'timerStarted')).toEqual(['a short nap']);
  });

  test('F-23 arguments that JSON would change are refused by path before anything runs', async () => {
    const awkward = [
      'date',
      'map',
      'set',
      'bigint',
      'undefined',
      'nan',
      'infinity',
      'cycle',
      'instance',
      'function',
      'hole',
    ];
    const run = await environment.start('refused', awkward);
    const paths: Record<string, string> = { cycle: '/deep/1/self', hole: '/deep/1/3' };
    const ends = (await run.result()) as { kind: string; message: string }[];
    expect(ends).toMatchObject(
      awkward.map((kind) => ({ kind, code: 'Payload.NotJson', path: paths[kind] ?? '/deep/1' })),
    );
    for (const { message } of ends) expect(message).toContain("task 'shop.checkout:charge-card_v2'");
    expect(kinds(await environment.history(run.id))).not.toContain('activityTaskScheduled');
  });

  test.for(['date', 'map', 'bigint', 'nan', 'cycle', 'function'])(
    'F-23 a result that JSON would change (%s) fails the call once',
    async (kind) => {
      const run = await start({ task: 'returns', args: [kind] });
      expect(await failureOf(run.result())).toMatchObject({
        code: 'Payload.NotJson',
        message: like(/'returns'.*its result/),
      });
      expect(bodies(run)).toHaveLength(1);
    },
  );

  test('F-23 an input or result of a run that JSON would change is refused', async () => {
    const input = { when: new Date(0) };
    expect(await failureOf(environment.run('call', input))).toMatchObject({
      code: 'Payload.NotJson',
      details: { path: '/when' },
    });
    expect(await failureOf(environment.run('own_result', 'map'))).toMatchObject({ code: 'Payload.NotJson' });
  });

  test('an oversized argument fails the call once, before it is scheduled', async () => {
    const run = await environment.start('too_large_argument', 3_000_000);
    expect(await failureOf(run.result())).toMatchObject({
      code: 'Payload.TooLarge',
      message: like(/shop\.checkout:charge-card_v2.*2\.86 MiB.*limit of 1\.98 MiB/),
    });
    const history = await environment.history(run.id);
    expect(kinds(history)).toEqual(['workflowExecutionStarted', 'workflowExecutionFailed']);
    expect(eventsOf(history, 'workflowTaskFailed')).toEqual([]);
  });

  test('an oversized result fails the call at its only attempt', async () => {
    const run = await start({ task: 'returns', args: ['large'] });
    expect(await failureOf(run.result())).toMatchObject({ code: 'Payload.TooLarge', message: like(/'returns'/) });
    expect(bodies(run)).toHaveLength(1);
    const [started, ...others] = eventsOf(await environment.history(run.id), 'activityTaskStarted');
    expect(started?.attempt).toBe(1);
    expect(others).toEqual([]);
  });

  test('an oversized input is refused by the client, an oversized result fails the run once', async () => {
    expect(await failureOf(environment.run('call', { text: 'x'.repeat(3_000_000) }))).toMatchObject({
      code: 'Payload.TooLarge',
    });
    const run = await environment.start('own_result', 'large');
    expect(await failureOf(run.result())).toMatchObject({
      code: 'Payload.TooLarge',
      message: like(/workflow 'own_result'/),
    });
    expect(eventsOf(await environment.history(run.id), 'workflowTaskFailed')).toEqual([]);
  });

  test('an input that breaks its schema is refused once, with every problem', async () => {
    const run = await start({ task: 'typed', args: [{ age: 7, name: 3 }] });
    const error = await failureOf(run.result());
    expect(error.code).toBe('Task.InvalidInput');
    expect(error.message).toMatch(/\n {2}\/age: .*\n {2}\/name: /s);
    expect(bodies(run)).toHaveLength(0);
    const [started] = eventsOf(await environment.history(run.id), 'activityTaskStarted');
    expect(started?.attempt ?? 1).toBe(1);
  });

  test('an output that breaks its schema fails the call once', async () => {
    const run = await start({ task: 'badOutput' });
    expect(await failureOf(run.result())).toMatchObject({ code: 'Task.InvalidOutput', message: like(/\/ok: /) });
    expect(bodies(run)).toHaveLength(1);
  });

  test('F-49 pause and sleep in a body say where they belong', async () => {
    const run = await start({ task: 'pausesInside' });
    const error = await failureOf(run.result());
    expect(error).toMatchObject({
      code: 'Workflow.Only',
      message: like(/pause\(\).*'pauses_inside'.*into the workflow/s),
    });
    expect(bodies(run)).toHaveLength(1);
    expect(await failureOf(environment.run('call', { task: 'sleepsInside' }))).toMatchObject({
      code: 'Workflow.Only',
      message: like(/sleep\(\)/),
    });
  });
});
