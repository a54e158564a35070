import { directly } from 'perdure/testing';
import type { TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodies } from './body-log.js';
import { eventsOf } from './history-events.js';
import { appFile, eventually, failureOf, like, openApp } from './open-app.js';

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openApp('options');
});
afterAll(() => environment?.close());

const start = (...steps: unknown[][]) => environment.start('approvals', steps);
const openNames = async (run: { pauses(): Promise<readonly { readonly id: string }[]> }) =>
  (await run.pauses()).map(({ id }) => id);

describe.concurrent('approvals', () => {
  test('F-53 a gated task pauses before its body, and runs once when approved', async () => {
    const run = await start(['gated', 'tea']);
    await eventually(() => openNames(run), ['approve:gated']);
    expect(bodies(run)).toHaveLength(0);
    expect((await run.pauses())[0]).toMatchObject({
      prompt: like(/gated/),
      data: { task: 'gated', arguments: ['tea'] },
      schema: { required: ['approved'] },
    });
    await run.resume('approve:gated', { approved: true });
    expect(await run.result()).toEqual(['done tea']);
    expect(bodies(run, 'body')).toHaveLength(1);
  });

  test('F-54 a predicate that says no lets the call pass; one that says yes asks', async () => {
    const run = await start(['sometimes', 50], ['sometimes', 500]);
    await eventually(() => openNames(run), ['approve:sometimes']);
    await run.resume('approve:sometimes', { approved: true });
    expect(await run.result()).toEqual(['paid 50', 'paid 500']);
  });

  test('F-55 a refusal is a typed error with approver and reason, catchable, the same on replay', async () => {
    const run = await start(['gated', 'tea'], ['otherGate']);
    await eventually(() => openNames(run), ['approve:gated']);
    await run.resume('approve:gated', { approved: false, by: 'ada', reason: 'too late' });
    await eventually(() => openNames(run), ['approve:other_gate']);
    await environment.restartWorker();
    await run.resume('approve:other_gate', { approved: true });
    expect(await run.result()).toEqual([
      {
        code: 'Task.Rejected',
        message: "task 'gated' was not approved by ada: too late",
        details: { task: 'gated', by: 'ada', reason: 'too late' },
      },
      'other',
    ]);
  });

  test('F-55 an uncaught refusal fails the run with it', async () => {
    const run = await environment.start('rejected_uncaught');
    await eventually(() => openNames(run), ['approve:gated']);
    await run.resume('approve:gated', { approved: false, by: 'ada' });
    expect(await failureOf(run.result())).toMatchObject({ code: 'Task.Rejected', details: { by: 'ada' } });
  });

  test('F-13 a refusal runs no attempt, no fallback, no rollback', async () => {
    const run = await start(['gatedGuarded']);
    await eventually(() => openNames(run), ['approve:gated_guarded']);
    await run.resume('approve:gated_guarded', { approved: false });
    expect(await run.result()).toMatchObject([{ code: 'Task.Rejected' }]);
    expect(bodies(run)).toEqual([]);
  });

  test('F-56 "always" covers later calls of that task, each leaving a record, and no other task', async () => {
    const run = await start(['gated', '1'], ['gated', '2'], ['gated', '3'], ['otherGate']);
    await eventually(() => openNames(run), ['approve:gated']);
    await run.resume('approve:gated', { approved: true, by: 'ada', remember: 'always' });
    await eventually(() => openNames(run), ['approve:other_gate']);
    const records = eventsOf(await environment.history(run.id), 'workflowPropertiesModified').filter(
      ({ upsertedMemo }) => upsertedMemo?.fields?.['perdure.approval'],
    );
    expect(records).toHaveLength(2);
    await run.resume('approve:other_gate', { approved: true });
    expect(await run.result()).toEqual(['done 1', 'done 2', 'done 3', 'other']);
  });

  test('F-57 a grant for a target covers only calls with that target', async () => {
    const run = await start(['targeted', 'ada'], ['targeted', 'ada'], ['targeted', 'bob']);
    await eventually(() => openNames(run), ['approve:targeted']);
    expect((await run.pauses())[0]?.data).toMatchObject({ target: 'ada' });
    await run.resume('approve:targeted', { approved: true, remember: 'target' });
    await eventually(() => openNames(run), ['approve:targeted#2']);
    await run.resume('approve:targeted#2', { approved: true });
    expect(await run.result()).toEqual(['sent to ada', 'sent to ada', 'sent to bob']);
  });

  test('F-57 a task without targets cannot be granted for one', async () => {
    const run = await start(['gated']);
    await eventually(() => openNames(run), ['approve:gated']);
    const refused = await failureOf(run.resume('approve:gated', { approved: true, remember: 'target', extra: 1 }));
    expect(refused).toMatchObject({ code: 'Pause.InvalidAnswer', message: like(/approvalTarget/) });
    expect(refused.message).toMatch(/extra/);
    await run.resume('approve:gated', { approved: true });
    await run.result();
  });

  test('F-58 cancelling while approvals wait closes them, and no body runs', async () => {
    const run = await environment.start('many_gates', ['a', 'b', 'c']);
    await eventually(() => openNames(run), ['approve:gated', 'approve:gated#2', 'approve:gated#3']);
    await run.cancel();
    expect(await failureOf(run.result())).toMatchObject({ code: 'Run.Cancelled' });
    expect((await run.describe()).openPauses).toEqual([]);
    expect(bodies(run)).toHaveLength(0);
  });

  test('several gates open at once are answered in any order', async () => {
    const run = await environment.start('many_gates', ['a', 'b', 'c']);
    await eventually(() => openNames(run), ['approve:gated', 'approve:gated#2', 'approve:gated#3']);
    for (const id of ['approve:gated#3', 'approve:gated', 'approve:gated#2']) await run.resume(id, { approved: true });
    expect(await run.result()).toEqual(['done a', 'done b', 'done c']);
  });

  test('F-59 a gated task with retries is asked about once per call', async () => {
    const run = await start(['gated', 'flaky']);
    await eventually(() => openNames(run), ['approve:gated']);
    await run.resume('approve:gated', { approved: true });
    expect(await run.result()).toEqual(['done flaky']);
    expect(bodies(run, 'body')).toHaveLength(3);
  });
});

test('approvals are answered in direct calls too, and forgotten with the run', async () => {
  const { approvals } = (await import(appFile('options').href)) as { approvals: (steps: unknown) => Promise<unknown> };
  const answers = { 'approve:gated': { approved: true, remember: 'always' } };
  const steps = [
    ['gated', '1'],
    ['gated', '2'],
  ];
  expect(await directly(approvals, steps, { answers })).toEqual(['done 1', 'done 2']);
  const again = await directly(approvals, steps, { answers: { 'approve:gated': { approved: false } } });
  expect(again).toMatchObject([{ code: 'Task.Rejected' }, { code: 'Pause.NoAnswer' }]);
});
