import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, fileBlobs, s3Blobs } from 'perdure/client';
import { replay, type TestEnvironment, type TestEnvironmentOptions } from 'perdure/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type DevServer, startDevServer } from '../../cli/server/index.js';
import { eventually, failureOf, like } from '../flux/open-app.js';
import { perdure } from '../cli/fixtures/perdure-cli.js';
import { bytesOf, newCodec, openClinic, textsIn } from './open-clinic.js';
import { credentials, s3Server } from './s3-server.js';

const archive = new URL('./fixtures/archive.mjs', import.meta.url);
const megabyte = 1024 * 1024;

// A server of its own: runs that wait for a lost store would be found by those who look for stuck runs.
let server: DevServer;
beforeAll(async () => {
  server = await startDevServer({ headless: true });
});
afterAll(() => server?.stop());

const openArchive = (options: Partial<TestEnvironmentOptions> = {}): Promise<TestEnvironment> =>
  openClinic({ app: archive, address: server.address, ...options });

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'perdure-large-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Everything the fixture's `carry` gives for an input of four megabytes. */
const carried = {
  length: 5 * megabyte,
  halves: [4 * megabyte, 4 * megabyte - 1],
  child: 5 * megabyte,
  made: 'p'.repeat(5 * megabyte),
};

test('with a folder for large values, inputs, arguments, results, children and answers may be of megabytes', async () => {
  const folder = await temporaryFolder();
  const blobs = fileBlobs({ folder });
  const environment = await openArchive({ blobs });
  const run = await environment.start('carry', 't'.repeat(4 * megabyte));
  expect(await run.result()).toEqual(carried);
  const history = await environment.history(run.id);
  expect(textsIn(history).length).toBeLessThan(50_000);
  await replay({ app: archive, blobs }, history);

  expect(await environment.run('onward', 'o'.repeat(3 * megabyte))).toBe(6 * megabyte);
  const asked = await environment.start('ask_large');
  await asked.resume('document', 'd'.repeat(3 * megabyte), { wait: true });
  expect(await asked.result()).toBe(3 * megabyte);

  const place = ['--address', environment.address];
  const shown = await perdure(['show', run.id, '--json', ...place], { env: { PERDURE_BLOBS: folder } });
  expect((JSON.parse(shown.stdout) as { input: string }).input).toHaveLength(4 * megabyte);
  const alone = await perdure(['show', run.id, '--json', ...place]);
  expect(alone.stdout).toMatch(/cannot be decoded here: Blobs\.NotConfigured/);
  expect(alone.stderr).toMatch(/PERDURE_BLOBS/);
}, 90_000);

test('with a bucket the same, and with a codec the bucket holds no clear text', async () => {
  const { endpoint, folder } = await s3Server('values');
  const blobs = s3Blobs({ bucket: 'values', endpoint, credentials });
  const environment = await openArchive({ blobs, codec: newCodec() });
  expect(await environment.run('carry', 't'.repeat(4 * megabyte))).toEqual(carried);
  const stored = await bytesOf(folder);
  expect(stored.length).toBeGreaterThan(9 * megabyte);
  expect(stored).not.toMatch(/pppppppp|tttttttt|json\/plain/);
}, 90_000);

test('small values stay in history, and a lower threshold takes them out', async () => {
  const folder = await temporaryFolder();
  const environment = await openArchive({ blobs: fileBlobs({ folder }) });
  expect(await environment.run('small', 's'.repeat(200_000))).toBe(200_000);
  expect(await readdir(folder)).toEqual([]);
  const lower = await openArchive({ blobs: fileBlobs({ folder, threshold: 1_000 }) });
  expect(await lower.run('small', 's'.repeat(2_000))).toBe(2_000);
  expect(await readdir(folder)).not.toEqual([]);
});

test('without a store the message names it; with one there is a limit too', async () => {
  const environment = await openArchive();
  expect(await failureOf(environment.run('small', 's'.repeat(3 * megabyte)))).toMatchObject({
    code: 'Payload.TooLarge',
    message: like(/'blobs'/),
  });
  const large = await openArchive({ blobs: fileBlobs({ folder: await temporaryFolder() }) });
  expect(await failureOf(large.run('far'))).toMatchObject({
    code: 'Payload.TooLarge',
    message: like(/over the limit of 64\.00 MiB/),
  });
}, 90_000);

test('a run that was refused a large value goes the same way when a store has come since', async () => {
  const first = await openArchive();
  const { address, taskQueue } = first;
  const run = await first.start('too_large');
  await eventually(async () => (await run.pauses()).length, 1);
  await first.stopWorker();
  const blobs = fileBlobs({ folder: await temporaryFolder() });
  const second = await openArchive({ address, taskQueue, blobs });
  await run.resume('shorter', 'short');
  expect(await run.result()).toBe(5);
  await replay({ app: archive, blobs }, await second.history(run.id));
  await replay({ app: archive }, await second.history(run.id));
  expect(await second.run('too_large')).toBe(3 * megabyte);
});

test('a store that is gone stops the run and does not fail it; a client is told', async () => {
  const { endpoint, stop, folder } = await s3Server('values');
  const options = { bucket: 'values', credentials };
  const environment = await openArchive({ blobs: s3Blobs({ ...options, endpoint }) });
  const { address, taskQueue } = environment;
  const run = await environment.start('keep', 'k'.repeat(megabyte));
  await eventually(async () => (await run.pauses()).length, 1);
  await stop();
  await environment.stopWorker();
  const gone = await openArchive({ address, taskQueue, blobs: s3Blobs({ ...options, endpoint }) });
  const handle = environment.client.workflow.getHandle(run.id);
  await handle.signal('resume', { name: 'later', value: null });
  expect(await failureOf(gone.start('small', 's'.repeat(megabyte)))).toMatchObject({
    code: 'Blobs.Unavailable',
    retryable: true,
  });
  const reasons = async (): Promise<unknown[]> =>
    (await handle.fetchHistory()).events?.flatMap(
      ({ workflowTaskFailedEventAttributes: failed }) => failed?.failure?.applicationFailureInfo?.type ?? [],
    ) ?? [];
  await eventually(reasons, ['Blobs.Unavailable']);
  expect(await run.status()).toMatch(/running|paused/);
  await gone.stopWorker();

  // The same objects behind another address, as after a move.
  const back = await s3Server('values');
  await cp(folder, back.folder, { recursive: true });
  await openArchive({ address, taskQueue, blobs: s3Blobs({ ...options, endpoint: back.endpoint }) });
  expect(await run.result({ whenStuck: 'wait' })).toBe(megabyte);
}, 90_000);

test('a changed blob never becomes a value: the client is told, and the run waits', async () => {
  const folder = await temporaryFolder();
  const blobs = fileBlobs({ folder });
  const environment = await openArchive({ blobs });
  const { address, taskQueue } = environment;
  const run = await environment.start('echo', 'e'.repeat(megabyte));
  expect(await run.result()).toHaveLength(megabyte);
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.length > 60);
  for (const name of files) {
    const bytes = await readFile(join(folder, name));
    bytes[100]! ^= 1;
    await writeFile(join(folder, name), bytes);
  }
  const app = await connect({ address, taskQueue, blobs });
  expect(await failureOf(app.run(run.id).result())).toMatchObject({ code: 'Blobs.Tampered' });
  for (const name of files) await rm(join(folder, name));
  expect(await failureOf(app.run(run.id).result())).toMatchObject({ code: 'Blobs.NotFound' });
  const naked = await connect({ address, taskQueue });
  expect(await failureOf(naked.run(run.id).result())).toMatchObject({ code: 'Blobs.NotConfigured' });
  await Promise.all([app.close(), naked.close()]);
});

test('a task whose result cannot be stored is tried again, and fails as Blobs.Unavailable', async () => {
  const broken = { kind: 'file', get: async () => undefined, put: () => Promise.reject(new Error('disk full')) };
  const environment = await openArchive({ blobs: broken });
  const run = await environment.start('make', megabyte);
  expect(await failureOf(run.result())).toMatchObject({ code: 'Blobs.Unavailable', message: like(/disk full/) });
  const { events } = await environment.history(run.id);
  const attempts = events?.flatMap((event) => event.activityTaskStartedEventAttributes?.attempt ?? []);
  expect(attempts).toEqual([2]);
});
