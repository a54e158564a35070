import { replay, type TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodies, bodyNoted } from './body-log.js';
import { eventsOf, kinds, summaries } from './history-events.js';
import { appFile, eventually, failureOf, like, openApp } from './open-app.js';

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openApp('lifecycle');
});
afterAll(() => environment?.close());

const pausesOf = (run: { pauses(): Promise<{ id: string }[]> }) => async (): Promise<string[]> =>
  (await run.pauses()).map(({ id }) => id);

describe.concurrent('cancelling', () => {
  test('F-60 a cancelled run sees the cancellation, cleans up and ends as cancelled', async () => {
    const run = await environment.start('cleans_up');
    await bodyNoted(run, 'begin');
    await run.cancel();
    expect(await failureOf(run.result())).toMatchObject({ code: 'Run.Cancelled' });
    expect(await run.status()).toBe('cancelled');
    expect(bodies(run, 'step').map(({ label }) => label)).toEqual(['cleaned true Run.Cancelled']);
  });

  test('cancelling a run reaches the body within two seconds', async () => {
    const run = await environment.start('cleans_up');
    await bodyNoted(run, 'begin');
    const from = Date.now();
    await run.cancel();
    const { at, reason } = await bodyNoted(run, 'abort');
    expect(at - from).toBeLessThan(2_000);
    expect(reason).toBe('CancelledFailure');
  });

  test('a body that ignores its cancellation does not hold up the run', async () => {
    const run = await environment.start('calls_stubborn');
    await bodyNoted(run, 'begin');
    const from = Date.now();
    await run.cancel();
    expect(await failureOf(run.result())).toMatchObject({ code: 'Run.Cancelled' });
    expect(Date.now() - from).toBeLessThan(5_000);
  });

  test('F-62 a parked and a sleeping run resolve to cancelled', async () => {
    const parked = await environment.start('parked');
    await eventually(pausesOf(parked), ['review']);
    const asleep = await environment.start('cancelled_sleep');
    await Promise.all([parked.cancel(), asleep.cancel()]);
    expect(await failureOf(parked.result())).toMatchObject({ code: 'Run.Cancelled' });
    expect(await failureOf(asleep.result())).toMatchObject({ code: 'Run.Cancelled' });
  });

  test('F-63 a finished run refuses to be cancelled', async () => {
    const run = await environment.start('quick');
    await run.result();
    expect(await failureOf(run.cancel())).toMatchObject({
      code: 'Run.AlreadyFinished',
      message: like(/cancelled.*succeeded/),
    });
    expect(await run.status()).toBe('succeeded');
  });

  test('cancelling a run cancels the child it waits for', async () => {
    const run = await environment.start('parent', 'wait');
    let id = '';
    await eventually(async () => {
      const [started] = eventsOf(await environment.history(run.id), 'childWorkflowExecutionStarted');
      id = started?.workflowExecution?.workflowId ?? '';
      return id !== '';
    }, true);
    await bodyNoted({ id }, 'begin');
    await run.cancel();
    expect(await failureOf(run.result())).toMatchObject({ code: 'Run.Cancelled' });
    expect((await environment.client.workflow.getHandle(id).describe()).status.name).toBe('CANCELLED');
  });
});

describe.concurrent('children', () => {
  const broken = { code: 'E_CHILD', message: 'the child broke', details: { depth: 1 } };

  test('F-66 the failure of a child keeps message, code and details in the parent and outside', async () => {
    expect(await environment.run('parent_catches', 'fail')).toMatchObject({ ours: true, ...broken });
    expect(await failureOf(environment.run('parent', 'fail'))).toMatchObject(broken);
    expect(await failureOf(environment.run('grandparent', 'fail'))).toMatchObject(broken);
  });

  test("F-66 the failure of a child's task keeps its name too", async () => {
    const paper = { code: 'E_PAPER', name: 'RangeError', message: 'out of paper', details: { tray: 2 } };
    expect(await environment.run('parent_catches', 'task')).toMatchObject(paper);
    expect(await failureOf(environment.run('grandparent', 'task'))).toMatchObject(paper);
  });

  test('a child returns its result, as a promise or a function', async () => {
    expect(await environment.run('children')).toEqual(['child a', 'child b']);
  });

  test('the input of a child is checked by its own schema', async () => {
    expect(await failureOf(environment.run('bad_child'))).toMatchObject({
      code: 'Workflow.InvalidInput',
      message: like(/'typed_child'.*\n {2}\/count: /s),
    });
  });

  test('F-67 a child that is started gives its id at once and outlives its parent', async () => {
    const id = `outlives-${process.pid}`;
    const answer = (await environment.run('starter', { id, kind: 'wait' })) as { id: string; took: number };
    expect(answer.id).toBe(id);
    expect(answer.took).toBeLessThan(2_000);
    await bodyNoted({ id }, 'begin');
    const handle = environment.client.workflow.getHandle(id);
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow();
  });

  test('the handle of a child gives its result or its failure', async () => {
    expect(await environment.run('follows', 'a')).toEqual({ value: 'child a' });
    expect(await environment.run('follows', 'fail')).toEqual({ code: 'E_CHILD', message: 'the child broke' });
  });

  test('the handle of a child cancels it', async () => {
    expect(await environment.run('cancels_child', `cancelled-${process.pid}`)).toEqual({
      code: 'Run.Cancelled',
      cancelled: true,
    });
  });

  test('a second child under the same id is refused', async () => {
    const id = `same-${process.pid}`;
    expect(await environment.run('starts_twice', id)).toMatchObject({ code: 'Run.AlreadyStarted' });
    await environment.client.workflow.getHandle(id).cancel();
  });
});

describe.concurrent('inputs, results and errors of runs', () => {
  test('an input that breaks its schema fails the run once, before the first step, with every problem', async () => {
    const run = await environment.start('typed', { id: 7, items: [{ price: 1 }, { price: -1 }, {}] });
    const error = await failureOf(run.result());
    expect(error.code).toBe('Workflow.InvalidInput');
    expect(error.details).toMatchObject({
      problems: [{ path: '/id' }, { path: '/items/1/price' }, { path: '/items/2/price' }],
    });
    expect(kinds(await environment.history(run.id))).toEqual(['workflowExecutionStarted', 'workflowExecutionFailed']);
  });

  test('a result that breaks its schema fails the run', async () => {
    expect(await environment.run('typed', { id: 'a', items: [{ price: 2 }, { price: 3 }] })).toEqual({ total: 5 });
    const wrong = environment.run('typed', { id: 'wrong', items: [{ price: 2 }] });
    expect(await failureOf(wrong)).toMatchObject({ code: 'Workflow.InvalidOutput', message: like(/\/total: /) });
  });

  test('an unknown workflow fails once, with the known ones', async () => {
    const run = await environment.start('no_such_workflow', 1);
    expect(await failureOf(run.result())).toMatchObject({
      code: 'Workflow.NotFound',
      message: like(/no workflow 'no_such_workflow'.*everything/s),
    });
    const history = await environment.history(run.id);
    expect(kinds(history)).toEqual(['workflowExecutionStarted', 'workflowExecutionFailed']);
    expect(eventsOf(history, 'workflowTaskFailed')).toEqual([]);
  });

  test('whatever workflow code throws ends the run with its own words', async () => {
    expect(await failureOf(environment.run('throws_odd', 'text'))).toMatchObject({
      code: 'User.Error',
      message: 'just text',
    });
    expect(await failureOf(environment.run('throws_odd', 'type'))).toMatchObject({
      name: 'TypeError',
      message: like(/null/),
    });
    expect(await failureOf(environment.run('throws_odd', 'ours'))).toMatchObject({
      code: 'Shop.Closed',
      details: { opens: 9 },
    });
  });

  test('a run knows its ids, name and start', async () => {
    const run = await environment.start('tells_info', 1);
    expect(await run.result()).toMatchObject({
      id: run.runId,
      workflowId: run.id,
      name: 'tells_info',
      startedAt: like(/^20\d\d-/),
      same: true,
    });
  });

  test('F-48 an ended id can be used again, an open one is refused or joined', async () => {
    const id = `reused-${process.pid}`;
    expect(await environment.run('quick', 'first', { id })).toBe('first');
    expect(await environment.run('quick', 'second', { id })).toBe('second');
    const parked = await environment.start('parked', undefined, { id });
    expect(await failureOf(environment.start('parked', undefined, { id }))).toMatchObject({
      code: 'Run.AlreadyStarted',
    });
    const joined = await environment.start('parked', undefined, { id, idReuse: 'join' });
    await eventually(pausesOf(joined), ['review']);
    await joined.resume('review', 'both');
    expect([await parked.result(), await joined.result()]).toEqual(['both', 'both']);
  });

  test('a definition imported by the test starts the same run as its name', async () => {
    const { quick } = (await import(appFile('lifecycle').href)) as { quick: Parameters<typeof environment.run>[0] };
    expect(await environment.run(quick, 'typed')).toBe('typed');
  });
});

describe('workers that come and go', () => {
  test('F-62 a run that never started resolves to cancelled without running anything', async () => {
    await environment.stopWorker();
    const run = await environment.start('never_started');
    await run.cancel();
    await environment.restartWorker();
    expect(await failureOf(run.result())).toMatchObject({ code: 'Run.Cancelled' });
    expect(bodies(run)).toEqual([]);
  });

  test('now, random and uuid4 are the same after a worker restart', async () => {
    const run = await environment.start('stable');
    await eventually(pausesOf(run), ['replay']);
    const [{ data } = { data: undefined }] = await run.pauses();
    await environment.restartWorker();
    await run.resume('replay');
    const { after, ...before } = (await run.result()) as {
      after: { uuid: string };
      before: { uuid: string };
      middle: { uuid: string };
    };
    expect(before).toEqual(data);
    expect(new Set([after.uuid, before.before.uuid, before.middle.uuid]).size).toBe(3);
    expect(summaries(await environment.history(run.id), 'timerStarted')).toEqual(['a nap']);
  });

  test('the history of each kind of run replays', async () => {
    const everything = await environment.start('everything');
    await eventually(pausesOf(everything), ['gate']);
    await everything.resume('gate', 'go');
    expect(await everything.result()).toEqual({
      one: ['a', 'child b', null],
      two: 'x',
      three: ['m', 'n'],
      answer: 'go',
      four: 'failed',
    });
    const inputs = {
      typed: { id: 3 },
      no_such_workflow: 1,
      parent: 'fail',
      follows: 'a',
      throws_odd: 'text',
      quick: 'q',
    };
    const runs = await Promise.all(Object.entries(inputs).map(([name, input]) => environment.start(name, input)));
    const cancelled = await environment.start('cleans_up');
    await bodyNoted(cancelled, 'begin');
    await cancelled.cancel();
    const all = [everything, ...runs, cancelled];
    await Promise.allSettled(all.map((run) => run.result()));
    const histories = await Promise.all(all.map(({ id }) => environment.history(id)));
    await replay({ app: appFile('lifecycle') }, histories);
  });

  test('replay tells of code that no longer matches', async () => {
    const run = await environment.start('quick');
    await run.result();
    const history = await environment.history(run.id);
    const [scheduled] = eventsOf(history, 'activityTaskScheduled');
    if (scheduled?.activityType) scheduled.activityType.name = 'another_step';
    expect(await failureOf(replay({ app: appFile('lifecycle') }, history))).toMatchObject({
      code: 'Run.CodeMismatch',
      message: like(/another_step/),
    });
  });
});
