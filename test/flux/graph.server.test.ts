import { replay, type TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodies } from './body-log.js';
import { eventsOf, kinds, timeOf } from './history-events.js';
import { appFile, eventually, failureOf, like, openApp } from './open-app.js';

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openApp('graph');
});
afterAll(() => environment?.close());

const run = (graph: string, input: unknown): Promise<unknown> => environment.run('runs', { graph, input });

describe.concurrent('graphs', () => {
  test('F-35 two nodes give b(a(x))', async () => {
    const started = await environment.start('runs', { graph: 'chain', input: 5 });
    expect(await started.result()).toBe(13);
    const scheduled = eventsOf(await environment.history(started.id), 'activityTaskScheduled');
    expect(scheduled.map(({ activityType }) => activityType?.name)).toEqual(['double', 'add_three']);
  });

  test('F-36 an invalid graph is refused with every problem before anything runs', async () => {
    const started = await environment.start('invalid_run');
    const error = await failureOf(started.result());
    expect(error.code).toBe('Graph.Invalid');
    for (const problem of [/'a'/, /ghost/, /island/, /cycle|loop/i, /start/i, /end/i])
      expect(error.message).toMatch(problem);
    const { problems } = error.details as { problems: unknown[] };
    expect(problems.length).toBeGreaterThanOrEqual(5);
    expect(kinds(await environment.history(started.id))).toEqual([
      'workflowExecutionStarted',
      'workflowExecutionFailed',
    ]);
  });

  test('F-37 an edge whose condition holds is taken', async () => {
    expect(await run('conditional', 6)).toBe(15);
  });

  test('F-37 an edge whose condition does not hold is not taken, and no end is an error that says why', async () => {
    const started = await environment.start('caught', { graph: 'conditional', input: 1 });
    expect(await started.result()).toMatchObject({
      code: 'Graph.NoEndReached',
      message: like(/'second'/),
      details: { graph: 'conditional', skipped: [{ node: 'second', reason: like(/condition/) }] },
    });
    expect(bodies(started).map(({ what }) => what)).toEqual(['double']);
  });

  test.for([
    [{ total: 4 }, 'processed 8'],
    [{ total: 0 }, 'refused'],
  ] as const)('F-38 F-39 of two ends the branch that ran gives the result: %j', async ([order, result]) => {
    expect(await run('branching', order)).toBe(result);
  });

  test('F-40 two independent nodes of a second run at the same time', async () => {
    const started = await environment.start('runs', { graph: 'diamond', input: 2 });
    expect(await started.result()).toBe(4);
    const history = await environment.history(started.id);
    const taken = timeOf(history, 'workflowExecutionCompleted') - timeOf(history, 'activityTaskScheduled');
    expect(taken).toBeGreaterThan(990);
    const [left, right] = bodies(started, 'slow').map(({ at }) => at) as [number, number];
    expect(Math.abs(right - left)).toBeLessThan(900);
  });

  test('F-41 a failing node fails the graph by name and stops its siblings', async () => {
    const started = await environment.start('caught', { graph: 'failing', input: 1 });
    expect(await started.result()).toMatchObject({
      code: 'Graph.NodeFailed',
      message: like(/'broken'.*no paper/),
      details: { node: 'broken', error: { code: 'E_PAPER', message: 'no paper' } },
    });
    expect(bodies(started).map(({ what }) => what)).toEqual(['aborted']);
    expect(await failureOf(run('failing', 1))).toMatchObject({ code: 'Graph.NodeFailed', details: { node: 'broken' } });
  });

  test('graphs and workflows are nodes too', async () => {
    expect(await run('outer', 5)).toBe(14);
  });

  test('one graph runs many times at once', async () => {
    expect(await environment.run('many_runs')).toEqual([5, 7, 6, 43]);
  });

  test('cancelling the run stops the nodes', async () => {
    const started = await environment.start('runs', { graph: 'pausing', input: 1 });
    await eventually(async () => (await started.pauses()).map(({ id }) => id), ['review']);
    await started.cancel();
    expect(await failureOf(started.result())).toMatchObject({ code: 'Run.Cancelled' });
  });
});

test('F-42 a graph that pauses goes on after a worker restart without running finished nodes again', async () => {
  const started = await environment.start('runs', { graph: 'pausing', input: 2 });
  await eventually(() => started.pauses(), [expect.objectContaining({ id: 'review', data: 4 })]);
  await eventually(async () => bodies(started).length, 2);
  await environment.restartWorker();
  await started.resume('review', 10);
  expect(await started.result()).toBe(17);
  expect(
    bodies(started)
      .map(({ what }) => what)
      .toSorted(),
  ).toEqual(['add_three', 'double']);
  await replay({ app: appFile('graph') }, await environment.history(started.id));
});
