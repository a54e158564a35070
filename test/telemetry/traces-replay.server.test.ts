import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { Worker } from '@temporalio/worker';
import type { TestEnvironment } from 'perdure/testing';
import { replay } from 'perdure/testing';
import { bundleApp, createWorker, perdure } from 'perdure/worker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type History, kinds } from '../flux/history-events.js';
import { eventually, failureOf } from '../flux/open-app.js';
import { openTraced, tracedApp } from './open-traced.js';

const exporter = new InMemorySpanExporter();
const telemetry = { traces: { spanProcessor: new SimpleSpanProcessor(exporter) } };
let plain: TestEnvironment;
let traced: TestEnvironment;
beforeAll(async () => {
  plain = await openTraced();
  traced = await openTraced(exporter);
});
afterAll(async () => {
  await plain?.close();
  await traced?.close();
});

/** A run that hears of a task, a timer and an answer in one workflow task, because its worker was away meanwhile. */
async function raced(environment: TestEnvironment): Promise<History> {
  const { address, taskQueue } = environment;
  const queue = `${taskQueue}-far`;
  const run = await environment.start('races', queue);
  const count = async (kind: string): Promise<number> =>
    kinds(await environment.history(run.id)).filter((one) => one === kind).length;
  // The child and what follows from it are done: from here on nothing happens but what the worker misses.
  await eventually(() => count('activityTaskCompleted'), 1);
  expect(await count('timerFired'), 'the timers are too short for this machine').toBe(0);
  await environment.stopWorker();
  const far = await createWorker({ app: tracedApp, role: 'tasks', address, taskQueue: queue });
  await far.runUntil(async () => {
    await eventually(() => count('activityTaskCompleted'), 2);
    await eventually(() => count('timerFired'), 12);
  });
  await environment.client.workflow.getHandle(run.id).signal('resume', { name: 'go', value: 'now' });
  await environment.restartWorker();
  await run.result();
  return environment.history(run.id);
}

describe('traces change nothing a run records', () => {
  test('a run without traces replays with them', async () => {
    const history = await raced(plain);
    const workflowBundle = await bundleApp({ app: tracedApp, traces: true });
    const spans = exporter.getFinishedSpans().length;
    const plugins = [perdure({ app: tracedApp, telemetry })];
    await Worker.runReplayHistory({ plugins, workflowBundle }, history, idOf(history));
    expect(exporter.getFinishedSpans(), 'a replay leaves no spans').toHaveLength(spans);
  });

  test('a run with traces replays without them', async () => {
    await replay({ app: tracedApp }, await raced(traced));
  });

  test.each(['family', 'asks', 'again', 'fails'])('%s replays either way', async (name) => {
    for (const environment of [plain, traced]) {
      const run = await environment.start(name, 1);
      if (name === 'asks') await run.resume('review', { approved: false });
      await run.result().catch(() => undefined);
      const history = await environment.history(run.id);
      if (environment === traced) await replay({ app: tracedApp }, history);
      else await Worker.runReplayHistory({ plugins: [perdure({ app: tracedApp, telemetry })] }, history, idOf(history));
    }
  });

  test('a run takes up where a worker without traces left it', async () => {
    const run = await plain.start('asks', undefined, { taskQueue: traced.taskQueue });
    await eventually(async () => (await run.pauses()).length, 1);
    const other = await openTraced(undefined, { taskQueue: traced.taskQueue });
    await traced.stopWorker();
    await run.resume('review', { approved: true });
    expect(await run.result()).toBe('Hello, approved');
    await other.close();
    await traced.restartWorker();
  });
});

describe('a bundle', () => {
  test('holds OpenTelemetry only if it is for a worker with traces', async () => {
    const { code } = await bundleApp({ app: tracedApp });
    const { code: withTraces } = await bundleApp({ app: tracedApp, traces: true });
    expect([code, withTraces].map((one) => one.includes('BasicTracerProvider'))).toEqual([false, true]);
  });

  test('that was made without traces is refused by a worker with them', async () => {
    const workflowBundle = await bundleApp({ app: tracedApp });
    const { address } = plain;
    const error = await failureOf(createWorker({ app: tracedApp, address, workflowBundle, telemetry }));
    expect(error).toMatchObject({ code: 'Telemetry.BundleMismatch' });
  });
});

function idOf({ events }: History): string | undefined {
  return events?.[0]?.workflowExecutionStartedEventAttributes?.workflowId ?? undefined;
}
