import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { runTask } from '../../activities/run-task.js';
import { createServices } from '../../activities/services.js';
import { taskDefinition } from '../../src/task/definition.js';
import { task } from '../../src/task/task.js';

const endless = task('endless', () => new Promise<void>(() => undefined));

/** The first attempt of a call with these limits, as the worker is told them. */
function attempt(limits: { startToCloseTimeoutMs: number; scheduleToCloseTimeoutMs: number }): Promise<unknown> {
  return new MockActivityEnvironment(limits).run(runTask(endless[taskDefinition], createServices({})));
}

test('an attempt that runs out of time names the timeout of its call, which withOptions may have changed', async () => {
  const end = attempt({ startToCloseTimeoutMs: 120, scheduleToCloseTimeoutMs: 0 });
  await expect(end).rejects.toMatchObject({
    type: 'Task.TimedOut',
    message: expect.stringMatching(/its timeout of 120 ms/) as string,
  });
});

test('an attempt as long as the whole call names the totalTimeout', async () => {
  const end = attempt({ startToCloseTimeoutMs: 120, scheduleToCloseTimeoutMs: 120 });
  await expect(end).rejects.toMatchObject({
    type: 'Task.TimedOut',
    message: expect.stringMatching(/totalTimeout of 120 ms/) as string,
  });
});
