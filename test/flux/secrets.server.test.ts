import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from 'perdure/client';
import { expect, onTestFinished, test } from 'vitest';
import { startDevServer } from '../../cli/server/index.js';
import { appFile, failureOf } from './open-app.js';

const secret = 'sk-raw-0815/with+signs&more';
const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];

test(
  'F-17 neither the database file nor the logs of server and worker have a secret',
  { timeout: 90_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'perdure-secrets-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const server = await startDevServer({ headless: true, db: join(folder, 'temporal.db') });
    onTestFinished(() => server.kill());
    const script = fileURLToPath(new URL('./fixtures/run-worker.mjs', import.meta.url));
    const worker = spawn(process.execPath, [script, fileURLToPath(appFile('options')), 'secrets', server.address], {
      env: { ...process.env, API_KEY: secret, REGION: 'a region' },
    });
    onTestFinished(() => void worker.kill('SIGKILL'));
    let logs = '';
    for (const stream of [worker.stdout, worker.stderr]) stream.on('data', (text) => (logs += String(text)));
    await once(worker.stdout, 'data');

    const app = await connect({ address: server.address, taskQueue: 'secrets' });
    const call = (what: string): Promise<unknown> =>
      app.start('call', { task: 'usesSecrets', calls: [[what]] }).then((run) => run.result());
    expect(await call('work')).toEqual([secret.length]);
    for (const what of ['throw', 'details', 'return']) await failureOf(call(what));
    await app.close();
    worker.kill('SIGTERM');
    await once(worker, 'exit');
    await server.stop();

    // What may be seen is there, so the search looks in the right place.
    expect(logs).toContain('key is [secret API_KEY]');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    const bytes = Buffer.concat(files.map((file) => readFileSync(join(file.parentPath, file.name))));
    expect(bytes.includes('[secret API_KEY]')).toBe(true);
    for (const form of forms) {
      expect(logs).not.toContain(form);
      expect(bytes.includes(form)).toBe(false);
    }
  },
);
