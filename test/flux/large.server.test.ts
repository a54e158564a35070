import { type App, connect, type Run } from 'perdure/client';
import type { TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodies, bodyNoted } from './body-log.js';
import { eventsOf } from './history-events.js';
import { appFile, eventually, failureOf, openApp } from './open-app.js';

let environment: TestEnvironment;
let app: App;
beforeAll(async () => {
  environment = await openApp('large');
  app = await connect({ address: environment.address });
});
afterAll(async () => {
  await app?.close();
  await environment?.close();
});

const children = async (run: { readonly id: string }) =>
  eventsOf(await environment.history(run.id), 'startChildWorkflowExecutionInitiated');
const latest = (id: string): Run => app.run(id);
const range = (length: number): number[] => Array.from({ length }, (_, index) => index);

describe.concurrent('map in chunks', () => {
  test('more items than a chunk run as children, results in order', async () => {
    const run = await environment.start('large', { over: 'tiny', length: 25, options: { chunk: 10 } });
    expect(await run.result()).toEqual(range(25).map((index) => index * 2));
    const started = await children(run);
    expect(started.map(({ workflowType }) => workflowType?.name)).toEqual([
      'perdure.map',
      'perdure.map',
      'perdure.map',
    ]);
    expect(eventsOf(await environment.history(run.id), 'activityTaskScheduled')).toHaveLength(0);
  });

  test('workflows and variants of tasks too', async () => {
    const options = { chunk: 2 };
    expect(await environment.run('large', { over: 'inner', length: 3, options })).toEqual([1, 2, 3]);
    const run = await environment.start('large', { over: 'named', length: 3, options });
    expect(await run.result()).toEqual([0, 2, 4]);
    const [first] = await children(run);
    const part = await environment.history(first?.workflowId ?? '');
    const [call] = eventsOf(part, 'activityTaskScheduled');
    expect(Number(call?.startToCloseTimeout?.seconds)).toBe(5);
  });

  test('a function stays in this run', async () => {
    const run = await environment.start('large', { over: 'plain', length: 5, options: { chunk: 2 } });
    expect(await run.result()).toEqual([0, 2, 4, 6, 8]);
    expect(await children(run)).toHaveLength(0);
  });

  test("a failing item fails the map with its own error, and the other children's calls are cancelled", async () => {
    const run = await environment.start('large', { over: 'picky', length: 30, options: { chunk: 10 } });
    expect(await failureOf(run.result())).toMatchObject({ code: 'E_LUCK', message: '13 is bad luck' });
  });

  test('settle reports each item', async () => {
    const options = { chunk: 10, onError: 'settle' };
    const run = await environment.start('large', { over: 'picky', length: 30, options });
    const outcomes = (await run.result()) as { status: string; value?: unknown; error?: { code: string } }[];
    expect(outcomes).toHaveLength(30);
    expect(outcomes[13]).toMatchObject({ status: 'failed', error: { code: 'E_LUCK' } });
    expect(outcomes.filter(({ status }) => status === 'succeeded')).toHaveLength(29);
  });

  test('concurrency holds over all children together', async () => {
    const options = { chunk: 5, concurrency: 6 };
    expect(await environment.run('large', { over: 'counted', length: 40, options })).toHaveLength(40);
    expect((globalThis as { fluxMost?: number }).fluxMost).toBeLessThanOrEqual(6);
    expect((globalThis as { fluxMost?: number }).fluxMost).toBeGreaterThan(1);
  });

  test('cancelling the run cancels what its children do', async () => {
    const run = await environment.start('large', { over: 'slow', length: 6, options: { chunk: 2 } });
    await eventually(async () => (await children(run)).length, 3);
    const [first] = await children(run);
    await bodyNoted({ id: first?.workflowId ?? '' }, 'begin');
    await run.cancel();
    expect(await failureOf(run.result())).toMatchObject({ code: 'Run.Cancelled' });
    expect(await latest(first?.workflowId ?? '').status()).toBe('cancelled');
  });

  test('large items make smaller chunks', async () => {
    const run = await environment.start('bulky', { length: 12, size: 300_000 });
    expect(await run.result()).toBe(12);
    expect(await children(run)).toHaveLength(4);
  });

  test('a chunk that is no number of items is refused', async () => {
    const error = await failureOf(environment.run('large', { over: 'tiny', length: 3, options: { chunk: 0 } }));
    expect(error).toMatchObject({ code: 'Flow.InvalidOptions' });
  });
});

describe.concurrent('sources in pages, and runs that live on', () => {
  test('a source is read page by page, results in order', async () => {
    const run = await environment.start('paged');
    expect(await run.result()).toEqual(range(12).map((index) => index * 2));
    expect(bodies(run, 'page').map(({ from }) => from)).toEqual([0, 4, 8]);
    expect(await environment.run('paged', { from: 8 })).toEqual([16, 18, 20, 22]);
  });

  test('a run continues as new under its id, and its result is that of the last', async () => {
    const run = await environment.start('relay', { round: 1, rounds: 3, ids: [] });
    const ids = (await run.result()) as string[];
    expect(new Set(ids).size).toBe(3);
  });

  test('a pause after continuing is a pause of the new run', async () => {
    const run = await environment.start('lives_on', 0);
    for (let round = 0; round < 2; round++) {
      await eventually(async () => (await latest(run.id).pauses()).map(({ id }) => id), ['next']);
      await latest(run.id).resume('next', round);
    }
    expect(await run.result()).toBe('ended');
  });

  test('in direct calls a run that continues is called again', async () => {
    const { directly } = await import('perdure/testing');
    const { relay } = (await import(appFile('large').href)) as { relay: (input: unknown) => Promise<unknown> };
    expect(await directly(relay, { round: 1, rounds: 3, ids: [] })).toHaveLength(3);
  });
});
