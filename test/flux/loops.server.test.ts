import { replay, type TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodies } from './body-log.js';
import { eventsOf, kinds } from './history-events.js';
import { appFile, eventually, failureOf, openApp } from './open-app.js';

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openApp('loops');
});
afterAll(() => environment?.close());

type Started = Awaited<ReturnType<TestEnvironment['start']>>;
const start = (graph: string, input: unknown): Promise<Started> => environment.start('runs_loop', { graph, input });
const paused = (run: Started, id: string, data: string): Promise<void> =>
  eventually(async () => run.pauses(), [expect.objectContaining({ id, data })]);

/** `write succeeded 2` for each node of the first graph. */
async function states(run: Started): Promise<string[]> {
  const [view] = await run.graphs();
  return view?.nodes.map(({ name, state, visits }) => `${name} ${state} ${visits}`) ?? [];
}

test('a loop goes on after a worker restart in its midst, and finished visits are not repeated', async () => {
  const run = await start('drafts', 'bees');
  await paused(run, 'review', 'bees');
  await run.resume('review', 'shorter');
  await paused(run, 'review#2', 'bees (shorter)');
  await environment.restartWorker();
  expect(await states(run)).toEqual([
    'topic succeeded 1',
    'write succeeded 2',
    'review running 2',
    'publish pending 0',
    'again pending 1',
  ]);
  await run.resume('review#2', '');
  expect(await run.result()).toBe('published bees (shorter)');
  expect(bodies(run).map(({ what }) => what)).toEqual(['write', 'write', 'publish']);
  await replay({ app: appFile('loops') }, await environment.history(run.id));
});

describe.concurrent('loops', () => {
  test('a person who is never content ends in Graph.LoopLimit with the last outputs', async () => {
    const run = await start('drafts', 'bees');
    for (const id of ['review', 'review#2', 'review#3']) await run.resume(id, 'again', { wait: true });
    const error = await failureOf(run.result());
    expect(error).toMatchObject({
      code: 'Graph.LoopLimit',
      details: {
        graph: 'drafts',
        edge: { from: 'again', to: 'write' },
        maxVisits: 3,
        outputs: { topic: 'bees', write: 'bees (again)', review: { note: 'again' }, again: 'again' },
      },
    });
    expect(bodies(run, 'write')).toHaveLength(3);
    expect((await run.graphs())[0]).toMatchObject({ status: 'failed' });
  });

  test('a cancellation ends a loop in its midst', async () => {
    const run = await start('drafts', 'bees');
    await run.resume('review', 'again', { wait: true });
    await paused(run, 'review#2', 'bees (again)');
    await run.cancel();
    expect(await failureOf(run.result())).toMatchObject({ code: 'Run.Cancelled' });
    expect((await run.graphs())[0]).toMatchObject({ status: 'cancelled' });
    expect(await states(run)).toContain('review cancelled 2');
    expect(bodies(run, 'write')).toHaveLength(2);
  });

  test('a failed activity goes back with its outcome, and leads to a handler in the end', async () => {
    const paid = await start('payment', { failures: 2 });
    expect(await paid.result()).toEqual({ shipped: 'paid at attempt 3' });
    expect(eventsOf(await environment.history(paid.id), 'activityTaskScheduled')).toHaveLength(3);
    const refused = await start('payment', { failures: 3 });
    expect(await refused.result()).toEqual({
      refused: {
        status: 'failed',
        error: expect.objectContaining({ code: 'E_CARD', message: 'declined 3', details: { attempt: 3 } }),
      },
    });
    const [view] = await refused.graphs();
    expect(view?.nodes.map(({ name, state, visits, reason }) => [name, state, visits, reason])).toEqual([
      ['order', 'succeeded', 1, undefined],
      ['charge', 'failed', 3, undefined],
      ['ship', 'skipped', 0, "edge 'charge' -> 'ship' waits for a success, but 'charge' failed"],
      ['refuse', 'succeeded', 1, undefined],
    ]);
  });

  test('a join in a loop runs once per visit, its branches side by side', async () => {
    const run = await start('squares', 0);
    expect(await run.result()).toEqual({ left: 'left 3', right: 'right 3' });
    expect(await states(run)).toEqual([
      'plan succeeded 3',
      'left succeeded 3',
      'right succeeded 3',
      'join succeeded 3',
      'round succeeded 3',
      'end succeeded 3',
    ]);
    const order = kinds(await environment.history(run.id)).filter((kind) => kind === 'activityTaskScheduled');
    expect(order).toHaveLength(6);
  });
});

describe.concurrent('the query graphs', () => {
  test('tells of all graphs of a run, repeated names by number, inner ones and those made in the run too', async () => {
    const run = await environment.start('several');
    await run.resume('review', '', { wait: true });
    await run.result();
    const views = await run.graphs();
    expect(views.map(({ id, name, status }) => [id, name, status])).toEqual([
      ['payment', 'payment', 'succeeded'],
      ['payment#2', 'payment', 'succeeded'],
      ['made', 'made', 'succeeded'],
      ['drafts', 'drafts', 'succeeded'],
    ]);
    expect(views[0]).toMatchObject({ starts: ['order'], ends: ['ship', 'refuse'] });
    expect(views[1]?.nodes[1]).toMatchObject({ name: 'charge', action: 'task', state: 'failed' });
  });

  test('leaves nothing in history', async () => {
    const run = await start('drafts', 'bees');
    await paused(run, 'review', 'bees');
    const before = (await environment.history(run.id)).events?.length;
    await run.graphs();
    await run.graphs();
    expect((await environment.history(run.id)).events?.length).toBe(before);
    await run.cancel();
  });

  test('tells of the latest hundred', async () => {
    const run = await environment.start('many_graphs', 130);
    await run.result();
    const ids = (await run.graphs()).map(({ id }) => id);
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([100, 'tiny#31', 'tiny#130']);
  });

  test('is empty for a run without graphs', async () => {
    const run = await environment.start('many_graphs', 0);
    await run.result();
    expect(await run.graphs()).toEqual([]);
  });
});
