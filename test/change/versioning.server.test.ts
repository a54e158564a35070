import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { App, Run } from 'perdure/client';
import { createWorker, type WorkerVersioning } from 'perdure/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { perdure } from '../cli/fixtures/perdure-cli.js';
import { recallDefinitions } from '../fixture-definitions.js';
import { eventually, failureOf, like } from '../flux/open-app.js';
import { connectTo, fixture, hearErrors, openServer, type RunningVersion } from './versions.js';

await hearErrors(() => undefined);
recallDefinitions(fixture('order-v1'));
let server: Awaited<ReturnType<typeof openServer>>;
let folder: string;
const bundleFile = (version: string): string => join(folder, `${version}.bundle.js`);

/** A worker on a prebuilt bundle, as a deployment would start it. */
async function deploy(version: string, taskQueue: string, versioning?: WorkerVersioning): Promise<RunningVersion> {
  const worker = await createWorker({
    app: fixture('order-v1'),
    bundle: bundleFile(version),
    taskQueue,
    address: server.address,
    ...(versioning && { versioning }),
  });
  const running = worker.run();
  return {
    async stop() {
      worker.shutdown();
      await running;
    },
  };
}

/** As `temporal worker deployment set-current-version` does, once the server has heard of the build. */
async function makeCurrent({ client }: App, deploymentName: string, buildId: string): Promise<void> {
  const { workflowService } = client.connection;
  const { namespace } = client.options;
  await eventually(async () => {
    const request = { namespace, deploymentName, buildId, identity: 'test', ignoreMissingTaskQueues: true };
    return workflowService.setWorkerDeploymentCurrentVersion(request).then(
      () => 'current',
      (error: unknown) => String(error),
    );
  }, 'current');
}

async function pausedOrder(app: App, id: string): Promise<Run> {
  const run = await app.start('order', id, { id });
  await eventually(async () => run.status(), 'paused');
  return run;
}

beforeAll(async () => {
  server = await openServer();
  folder = await mkdtemp(join(tmpdir(), 'perdure-versions-'));
  for (const version of ['order-v1', 'order-v2']) {
    const words = ['build', '--app', fileURLToPath(fixture(version)), '--out', bundleFile(version), '--json'];
    const { code, stdout, stderr } = await perdure(words);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ file: bundleFile(version), digest: like(/^[0-9a-f]{64}$/) });
  }
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

test('a worker starts from a prebuilt bundle, and bodies come from the app', async () => {
  const taskQueue = `bundle-${process.pid}`;
  const app = await connectTo({ address: server.address, taskQueue });
  const worker = await deploy('order-v2', taskQueue);
  const run = await pausedOrder(app, `built-${taskQueue}`);
  await run.resume('go_on', true);
  expect(await run.result()).toMatchObject({ version: 2, charged: `built-${taskQueue} charged` });
  await worker.stop();
  await app.close();
});

test('F-69 a pinned run finishes on the code it began with, while new runs take the new code', async () => {
  const taskQueue = `pinned-${process.pid}`;
  const deployment = `shop-${process.pid}`;
  const app = await connectTo({ address: server.address, taskQueue });
  const old = await deploy('order-v1', taskQueue, { deployment, build: 'v1', behavior: 'pinned' });
  await makeCurrent(app, deployment, 'v1');
  const begun = await pausedOrder(app, `begun-${taskQueue}`);

  const next = await deploy('order-v2', taskQueue, { deployment, build: 'v2', behavior: 'pinned' });
  await makeCurrent(app, deployment, 'v2');
  const fresh = await pausedOrder(app, `fresh-${taskQueue}`);
  await Promise.all([begun, fresh].map((run) => run.resume('go_on', 'now')));

  expect(await begun.result()).toMatchObject({ version: 1, go: 'now' });
  expect(await fresh.result()).toMatchObject({ version: 2, go: 'now' });
  await Promise.all([old.stop(), next.stop()]);
  await app.close();
}, 120_000);

test('F-69 an auto-upgrade run moves to the current build, and says so if that does not fit', async () => {
  const taskQueue = `upgrade-${process.pid}`;
  const deployment = `upgrade-shop-${process.pid}`;
  const app = await connectTo({ address: server.address, taskQueue });
  const old = await deploy('order-v1', taskQueue, { deployment, build: 'v1', behavior: 'auto-upgrade' });
  await makeCurrent(app, deployment, 'v1');
  const begun = await pausedOrder(app, `begun-${taskQueue}`);
  const next = await deploy('order-v2', taskQueue, { deployment, build: 'v2', behavior: 'auto-upgrade' });
  await makeCurrent(app, deployment, 'v2');

  // The news of the current build reaches the task queue in a moment; until then the earlier worker might still answer.
  await old.stop();
  expect(await failureOf(begun.resume('go_on', 'now'))).toMatchObject({ code: 'Run.CodeMismatch' });
  await app.client.workflow.getHandle(begun.id).terminate();
  await next.stop();
  await app.close();
}, 120_000);

test('wrong versioning is refused with all its problems', async () => {
  const versioning = { deployment: 'a.b', build: '', behavior: 'sticky' as 'pinned' };
  const failure = await failureOf(createWorker({ app: fixture('order-v1'), address: server.address, versioning }));
  expect(failure).toMatchObject({ code: 'Worker.InvalidOptions', message: like(/deployment.*build.*sticky/) });
});
