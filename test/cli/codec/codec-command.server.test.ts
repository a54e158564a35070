import { defaultPayloadConverter } from '@temporalio/common';
import { encryption } from 'perdure/worker';
import { describe, expect, test } from 'vitest';
import { fromJson, toJson } from '../../../cli/codec/payloads-json.js';
import { eventually } from '../../flux/open-app.js';
import { newKeys, openClinic } from '../../codec/open-clinic.js';
import { perdure, start } from '../fixtures/perdure-cli.js';

const keys = newKeys('2026', '2025');
const env = { PERDURE_CODEC_KEYS: `2026:${keys['2026']},2025:${keys['2025']}` };

describe('perdure codec key', () => {
  test('prints a pair that PERDURE_CODEC_KEYS takes, another one each time', async () => {
    const [first, second] = await Promise.all([perdure(['codec', 'key', 'a']), perdure(['codec', 'key', '--json'])]);
    const [, key = ''] = /^a:(.+)\n$/.exec(first.stdout) ?? [];
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    const { id, key: other } = JSON.parse(second.stdout) as { id: string; key: string };
    expect(id).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(other).not.toBe(key);
    expect(() => encryption({ keys: { a: key, [id]: other }, current: id })).not.toThrow();
  });

  test('refuses an id that cannot be used', async () => {
    expect(await perdure(['codec', 'key', 'a:b'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('perdure codec serve', () => {
  test('decodes with the keys of the environment until Ctrl-C', async () => {
    const endpoint = start(['codec', 'serve', '--port', '18234', '--token', 'secret'], { env });
    const [url = ''] = /http:\/\/127\.0\.0\.1:18234/.exec(await endpoint.line(/Codec endpoint/)) ?? [];
    const old = encryption({ keys: { '2025': keys['2025']! }, current: '2025' });
    const body = toJson(await old.encode([defaultPayloadConverter.toPayload('clear')!]));
    const ask = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${url}/decode`, { method: 'POST', body, headers });
    const answer = await ask({ authorization: 'Bearer secret', origin: 'http://localhost:8233' });
    const [payload] = fromJson(await answer.text());
    expect(defaultPayloadConverter.fromPayload(payload!)).toBe('clear');
    expect((await ask({})).status).toBe(401);
    expect(endpoint.said()).not.toMatch(/clear|secret/);
    expect(await endpoint.interrupt()).toBe(0);
  });

  test('needs keys, and a token where other machines may come', async () => {
    expect(await perdure(['codec', 'serve'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^Codec\.NoKeys/),
    });
    expect(await perdure(['codec', 'serve', '--host', '0.0.0.0'], { env })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^Codec\.TokenRequired/),
    });
    expect(await perdure(['list'], { env: { PERDURE_CODEC_KEYS: 'nonsense' } })).toMatchObject({ code: 2 });
  });
});

test('list, show, pauses and resume read an encrypted run with the keys, and say what is missing without them', async () => {
  const codec = encryption({ keys, current: '2026' });
  const environment = await openClinic({ codec });
  const run = await environment.start('visit', 'clear patient');
  await eventually(async () => (await run.pauses()).length, 1);
  const place = ['--address', environment.address];
  const cli = (words: string[], keysOf: NodeJS.ProcessEnv = env): ReturnType<typeof perdure> =>
    perdure([...words, ...place], { env: keysOf });

  const open = await cli(['show', run.id]);
  expect(open.stdout).toMatch(/clear patient/);
  expect(open.stdout).toMatch(/examine .*clear summary of clear patient/);
  expect(open.stdout).toMatch(/consent .*clear question/);
  const closed = await cli(['show', run.id], {});
  expect(closed.stdout).not.toMatch(/clear (patient|summary|question)/);
  expect(closed.stdout).toMatch(/cannot be decoded here: Codec\.Missing/);
  expect(closed.stderr).toMatch(/Codec\.Missing: .*'2026'.*PERDURE_CODEC_KEYS/);
  expect((await cli(['list', '--json'], {})).stdout).toContain(run.id);

  expect((await cli(['pauses', run.id])).stdout).toMatch(/clear question/);
  expect(await cli(['resume', run.id, 'consent', 'yes', '--wait'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('clear result'),
  });
  const turnedAway = await environment.start('turned_away', 'clear patient');
  await turnedAway.result().catch(() => undefined);
  expect((await cli(['show', turnedAway.id])).stdout).toMatch(/Clinic\.Closed: clear end/);
  expect((await cli(['show', turnedAway.id], {})).stdout).toMatch(/Clinic\.Closed: \(cannot be decoded here/);
});
