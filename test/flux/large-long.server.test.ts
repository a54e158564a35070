// Minutes of work, so only on demand: PERDURE_LONG=1 npx vitest run --project server test/flux/large-long
import { testEnvironment, type TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsOf } from './history-events.js';
import { appFile, openApp } from './open-app.js';

const isWanted = process.env['PERDURE_LONG'] !== undefined;

describe.runIf(isWanted)('large work', () => {
  let environment: TestEnvironment;
  beforeAll(async () => {
    environment = await openApp('large');
  });
  afterAll(async () => {
    await environment?.close();
  });

  test('a map of 20,000 items needs no option', { timeout: 600_000 }, async () => {
    const began = Date.now();
    const run = await environment.start('large_sum', { over: 'tiny', length: 20_000 });
    expect(await run.result()).toBe(20_000 * 19_999);
    const history = await environment.history(run.id);
    const [child] = eventsOf(history, 'startChildWorkflowExecutionInitiated');
    const part = await environment.history(child?.workflowId ?? '');
    console.log(
      `20,000 items: ${((Date.now() - began) / 1_000).toFixed(1)} s, parent ${history.events?.length} events, child ${part.events?.length} events`,
    );
  });

  test('10,000 timers may start at once', { timeout: 300_000 }, async () => {
    const began = Date.now();
    expect(await environment.run('timers', 10_000)).toBe(10_000);
    console.log(`10,000 timers of 2 s at once: ${((Date.now() - began) / 1_000).toFixed(1)} s`);
  });

  test('a run sleeps an hour a thousand times in a row', { timeout: 300_000 }, async () => {
    // Without its cache a worker would replay the whole history for each of the thousand.
    const skipping = await testEnvironment({
      app: appFile('large'),
      timeSkipping: true,
      worker: { maxCachedWorkflows: 10 },
    });
    try {
      const began = Date.now();
      expect(await skipping.run('sleeps', 1_000)).toBe(1_000);
      console.log(`1,000 sleeps of an hour (${skipping.kind}): ${((Date.now() - began) / 1_000).toFixed(1)} s`);
    } finally {
      await skipping.close();
    }
  });
});
