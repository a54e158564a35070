import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'perdure/client';
import { replay } from 'perdure/testing';
import { encryption } from 'perdure/worker';
import { expect, onTestFinished, test } from 'vitest';
import { startDevServer } from '../../cli/server/index.js';
import { eventually, failureOf } from '../flux/open-app.js';
import { bytesOf, clinic, newCodec, newKeys, openClinic, textsIn } from './open-clinic.js';

/** The words of the fixture that the server must never see; `clear` alone may be anywhere. */
const clearText =
  /clear (patient|summary|heartbeat|retried|finding|refusal|detail|progress|question|result|end|answer)/;

test('neither history nor the database file has a clear word of inputs, results, answers, summaries or errors', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'perdure-codec-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const server = await startDevServer({ headless: true, db: join(folder, 'temporal.db') });
  onTestFinished(() => server.kill());
  const environment = await openClinic({ address: server.address, codec: newCodec() });

  const run = await environment.start('visit', 'clear patient');
  await eventually(async () => (await run.pauses()).map(({ prompt }) => prompt), ['clear question']);
  await run.resume('consent', 'clear answer');
  const finding = 'clear finding of clear patient after clear heartbeat';
  expect(await run.result()).toEqual({ finding, answer: 'clear answer', note: 'clear result' });
  const away = await environment.start('turned_away', 'clear patient');
  expect(await failureOf(away.result())).toMatchObject({
    code: 'Clinic.Closed',
    message: 'clear end: clear refusal of clear patient',
    details: { seen: 'clear end detail' },
  });

  const histories = await Promise.all([run, away].map(({ id }) => environment.history(id)));
  const text = textsIn(histories);
  expect(text).not.toMatch(clearText);
  // What stays readable is there, so the words were looked for in the right place.
  expect(text).toMatch(/examine/);
  expect(text).toMatch(/Clinic\.Closed/);
  expect(text).toMatch(/consent/);
  expect(text).not.toContain('clinic.mjs');

  await environment.stopWorker();
  await server.stop();
  const database = await bytesOf(folder);
  expect(database).not.toMatch(clearText);
  expect(database).not.toContain('clinic.mjs');
  expect(database).toContain('turned_away');
}, 90_000);

test('the same run without a codec is readable, which proves that the search finds something', async () => {
  const environment = await openClinic();
  const away = await environment.start('turned_away', 'clear patient');
  await failureOf(away.result());
  expect(textsIn(await environment.history(away.id))).toMatch(clearText);
});

test('a client without keys, and one with other keys, get typed errors for result, pauses and start', async () => {
  const environment = await openClinic({ codec: newCodec() });
  const { address, taskQueue } = environment;
  const run = await environment.start('visit', 'clear patient');
  await eventually(async () => (await run.pauses()).length, 1);
  const naked = await connect({ address, taskQueue });
  const other = await connect({ address, taskQueue, codec: encryption({ keys: newKeys('k2'), current: 'k2' }) });
  const twin = await connect({ address, taskQueue, codec: encryption({ keys: newKeys('k1'), current: 'k1' }) });
  expect(await failureOf(naked.run(run.id).pauses())).toMatchObject({ code: 'Codec.Missing', details: { key: 'k1' } });
  expect(await failureOf(other.run(run.id).pauses())).toMatchObject({ code: 'Codec.UnknownKey' });
  await run.resume('consent', 'clear answer');
  await run.result();
  expect((await failureOf(naked.run(run.id).result())).message).toMatch(/key 'k1'.*PERDURE_CODEC_KEYS/);
  expect(await failureOf(other.run(run.id).result())).toMatchObject({ code: 'Codec.UnknownKey' });
  expect(await failureOf(twin.run(run.id).result())).toMatchObject({ code: 'Codec.Tampered' });
  await Promise.all([naked.close(), other.close(), twin.close()]);
});

test('a key is rotated while a run is open: the old part is read, the new part written with the new key', async () => {
  const keys = newKeys('old', 'new');
  const before = encryption({ keys: { old: keys['old']! }, current: 'old' });
  const both = encryption({ keys, current: 'new' });
  const first = await openClinic({ codec: before });
  const { address, taskQueue } = first;
  const run = await first.start('long_stay', 'clear patient');
  await eventually(async () => (await run.pauses()).length, 1);
  await run.resume('morning', 1);
  await eventually(async () => (await run.pauses()).map(({ id }) => id), ['evening']);
  await first.stopWorker();

  const second = await openClinic({ address, taskQueue, codec: both });
  const app = await connect({ address, taskQueue, codec: both });
  await app.run(run.id).resume('evening', 2);
  const finding = 'clear finding of clear patient after clear heartbeat';
  expect(await app.run(run.id).result()).toEqual([1, finding, 2, 'long_stay']);
  const history = await second.history(run.id);
  const used = [...textsIn(history).matchAll(/encryption-key-id=(\w+)/g)].map(([, id]) => id);
  expect([used[0], used.at(-1)]).toEqual(['old', 'new']);
  await replay({ app: clinic, codec: both }, history);
  await app.close();
});

test('a worker without the keys fails no run: it says why, and a worker with them goes on', async () => {
  const codec = newCodec();
  const first = await openClinic({ codec });
  const { address, taskQueue } = first;
  const run = await first.start('visit', 'clear patient');
  await eventually(async () => (await run.pauses()).length, 1);
  await first.stopWorker();

  const app = await connect({ address, taskQueue, codec });
  const naked = await openClinic({ address, taskQueue });
  const handle = app.client.workflow.getHandle(run.id);
  // A query needs no event to make the worker read the run.
  await expect(app.run(run.id).pauses()).rejects.toThrow(/Codec\.Missing|encrypted with key 'k1'/);
  await handle.signal('resume', { name: 'consent', value: 'clear answer' });
  await eventually(async () => (await app.run(run.id).describe()).status, 'paused');
  const failures = async (): Promise<(string | undefined)[]> => {
    const { events } = await handle.fetchHistory();
    const failed = events?.flatMap((event) => event.workflowTaskFailedEventAttributes?.failure ?? []) ?? [];
    return failed.map(({ applicationFailureInfo }) => applicationFailureInfo?.type ?? undefined);
  };
  await eventually(failures, ['Codec.Missing']);
  await naked.stopWorker();

  await openClinic({ address, taskQueue, codec });
  expect(await app.run(run.id).result()).toMatchObject({ answer: 'clear answer' });
  await app.close();
});
