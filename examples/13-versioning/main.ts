// What a change of code means for runs that have begun: replay of what was recorded, and workers that are pinned.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { PerdureError } from 'perdure';
import { connect } from 'perdure/client';
import { replay } from 'perdure/testing';
import { createWorker } from 'perdure/worker';
import { order } from './app.js';

// #region replay
const app = new URL('./app.js', import.meta.url);
const recorded = await readFile(new URL('./history.json', import.meta.url), 'utf8');
await replay({ app }, JSON.parse(recorded));
// #endregion

// #region mismatch
const renamed = recorded.replace('"name": "reserve"', '"name": "book"'); // as if the task had been 'book' at that time
await assert.rejects(replay({ app }, JSON.parse(renamed)), (error) => {
  assert.ok(PerdureError.is(error, 'Run.CodeMismatch'));
  const { step } = error.details as { step: object };
  assert.deepEqual(step, { eventId: 5, event: 'ActivityTaskScheduled', name: 'book' });
  return true;
});
// #endregion

const deployment = `shop-${process.pid}`;
const taskQueue = deployment;
const build = process.env.GIT_COMMIT ?? 'dev';
// #region pinned
const worker = await createWorker({
  app,
  taskQueue,
  versioning: { deployment, build, behavior: 'pinned' },
});
// #endregion
const running = worker.run();

const client = await connect({ taskQueue });
const { workflowService } = client.client.connection;
const { namespace } = client.client.options;
// The server hears of a build with the worker's first poll.
for (let tries = 0; ; tries++) {
  const current = { namespace, deploymentName: deployment, buildId: build, ignoreMissingTaskQueues: true };
  const done = await workflowService.setWorkerDeploymentCurrentVersion(current).catch((error: unknown) => {
    if (tries === 200) throw error;
  });
  if (done) break;
  await setTimeout(50);
}

// #region result
const run = await client.start(order, 'a lamp');
await run.resume('decision', 'buy', { wait: true });
assert.equal(await run.result({ whenStuck: 'throw' }), 'a lamp: reserved, charged');
assert.equal((await run.describe()).stuck, undefined);
// #endregion

await client.close();
worker.shutdown();
await running;
