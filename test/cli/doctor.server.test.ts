import { expect, onTestFinished, test } from 'vitest';
import { startDevServer } from '../../cli/server/index.js';
import { perdure, start } from './fixtures/perdure-cli.js';
import { fixtureApp } from './fixtures/with-worker.js';

test('doctor finds server, namespace, attribute and worker in order', async () => {
  // A server of its own: on the shared one other tests have runs that are stuck, which doctor must tell.
  const server = await startDevServer({ headless: true });
  onTestFinished(() => server.stop());
  const place = ['--address', server.address, '--task-queue', 'doctor'];
  const worker = start(['dev', ...place, '--app', fixtureApp]);
  onTestFinished(async () => void (await worker.interrupt()));
  await worker.line(/Worker running/);
  const { code, stdout } = await perdure(['doctor', ...place]);
  expect(stdout).toMatch(/^ok +Node 2\d/m);
  expect(stdout).toMatch(/^ok +Temporal server 1\./m);
  expect(stdout).toMatch(/^ok +namespace 'default'$/m);
  expect(stdout).toMatch(/^ok +search attribute PerdurePaused$/m);
  expect(stdout).toMatch(/^ok +1 worker on queue 'doctor'/m);
  expect(code).toBe(0);
});

test('doctor without a server fails with the remedy, and has looked at the rest', async () => {
  const { code, stdout } = await perdure(['doctor', '--address', '127.0.0.1:9', '--json']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    healthy: false,
    findings: expect.arrayContaining([
      expect.objectContaining({ level: 'fail', text: expect.stringContaining('127.0.0.1:9') }),
    ]),
  });
});
