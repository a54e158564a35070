import { TestWorkflowEnvironment } from '@temporalio/testing';
import { expect, onTestFinished, test } from 'vitest';

import { locateTimeSkippingServer } from '../../../cli/server/index.js';

test('with it, thirty days pass at once', async () => {
  const { path } = await locateTimeSkippingServer();
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  onTestFinished(() => environment.teardown());
  const before = await environment.currentTimeMs();
  await environment.sleep('30 days');
  const days = ((await environment.currentTimeMs()) - before) / (24 * 3600 * 1000);
  expect(days).toBeGreaterThanOrEqual(30);
  expect(days).toBeLessThan(30.1);
}, 180_000);
