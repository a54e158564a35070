import type { PayloadCodec } from '@temporalio/common';
import { connect, fileBlobs } from 'perdure/client';
import { testEnvironment } from 'perdure/testing';
import { bundleApp, createWorker, hasCodec } from 'perdure/worker';
import { describe, expect, onTestFinished, test } from 'vitest';
import { toDataConverter } from '../../codec/index.js';
import { startDevServer } from '../../cli/server/index.js';
import { recallDefinitions } from '../fixture-definitions.js';
import { failureOf } from '../flux/open-app.js';
import { clinic, newCodec, openClinic, textsIn } from './open-clinic.js';

recallDefinitions(clinic);

/** Turns bytes around, and leaves a word. */
const turning: PayloadCodec = {
  encode: async (payloads) =>
    payloads.map(({ metadata, data }) => ({ metadata: { ...metadata, turned: Buffer.from('yes') }, data: turn(data) })),
  decode: async (payloads) =>
    payloads.map((payload) => {
      const { turned, ...metadata } = payload.metadata ?? {};
      return turned ? { metadata, data: turn(payload.data) } : payload;
    }),
};

const turn = (data: Uint8Array | null | undefined): Uint8Array => Uint8Array.from(data ?? []).reverse();

describe('hasCodec', () => {
  test('counts codecs of ours and of others, and not the look at what is still encrypted', () => {
    const codec = newCodec();
    expect(hasCodec({})).toBe(false);
    expect(hasCodec({ dataConverter: {} })).toBe(false);
    for (const place of ['client', 'worker'] as const) {
      expect(hasCodec({ dataConverter: toDataConverter({}, {}, place) })).toBe(false);
      expect(hasCodec({ dataConverter: toDataConverter({ codec }, {}, place) })).toBe(true);
      expect(hasCodec({ dataConverter: toDataConverter({}, { payloadCodecs: [turning] }, place) })).toBe(true);
    }
  });

  test('applied twice, the settings stay as they are', () => {
    const once = toDataConverter({}, { payloadCodecs: [turning] });
    expect(toDataConverter({}, once)).toEqual(once);
  });
});

describe('beside settings of the user', () => {
  test("the user's codecs encode first, and ours hides what they have made", async () => {
    const codec = newCodec();
    const dataConverter = { payloadCodecs: [turning] };
    const environment = await openClinic({ codec, worker: { dataConverter } });
    const { address, taskQueue } = environment;
    const app = await connect({ address, taskQueue, codec, dataConverter });
    onTestFinished(() => app.close());
    const run = await app.start('turned_away', 'clear patient');
    expect(await failureOf(run.result())).toMatchObject({ message: 'clear end: clear refusal of clear patient' });
    const text = textsIn(await environment.history(run.id));
    expect(text).not.toMatch(/turned=yes|clear patient|tneitap raelc/);
  });

  test('a user codec alone is enough, and its absence is no silent success', async () => {
    const dataConverter = { payloadCodecs: [turning] };
    const environment = await openClinic({ worker: { dataConverter } });
    const { address, taskQueue } = environment;
    const run = await environment.start('turned_away', 'clear patient');
    expect((await failureOf(run.result())).message).toContain('clear patient');
    const naked = await connect({ address, taskQueue });
    onTestFinished(() => naked.close());
    await expect(naked.run(run.id).result()).rejects.toThrow();
  });

  test('two stores for large values are refused', async () => {
    const blobs = fileBlobs({ folder: 'never-made' });
    const { externalStorage } = toDataConverter({ blobs });
    await expect(connect({ blobs, dataConverter: { externalStorage } })).rejects.toMatchObject({
      code: 'Blobs.InvalidOptions',
    });
  });
});

describe('a bundle made beforehand', () => {
  const address = process.env['PERDURE_TEST_ADDRESS'];

  test('without the codec is refused: it would write messages of errors in clear text', async () => {
    const workflowBundle = await bundleApp({ app: clinic });
    const worker = createWorker({ app: clinic, address, taskQueue: 'nobody', workflowBundle, codec: newCodec() });
    await expect(worker).rejects.toMatchObject({ code: 'Codec.BundleMismatch' });
  });

  test('with the codec is taken', async () => {
    const codec = newCodec();
    const workflowBundle = await bundleApp({ app: clinic, codec });
    const worker = await createWorker({ app: clinic, address, taskQueue: 'nobody', workflowBundle, codec });
    const running = worker.run();
    worker.shutdown();
    await running;
    expect(worker.getState()).toBe('STOPPED');
  });
});

test('values are encrypted with skipped time too', async () => {
  const environment = await testEnvironment({ app: clinic, timeSkipping: true, codec: newCodec() });
  onTestFinished(() => environment.close());
  const run = await environment.start('turned_away', 'clear patient');
  expect(await failureOf(run.result())).toMatchObject({ message: 'clear end: clear refusal of clear patient' });
  expect(textsIn(await environment.history(run.id))).not.toMatch(/clear patient|clear end/);
}, 120_000);

test("the dev server's Web UI is told where the codec endpoint is", async () => {
  const server = await startDevServer({ codecEndpoint: 'http://127.0.0.1:8234' });
  onTestFinished(() => server.stop());
  const settings: unknown = await (await fetch(`${server.uiUrl}/api/v1/settings`)).json();
  expect(settings).toMatchObject({ Codec: { Endpoint: 'http://127.0.0.1:8234' } });
}, 60_000);
