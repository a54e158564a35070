import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { encryption } from 'perdure/worker';
import { describe, expect, onTestFinished, test } from 'vitest';
import { codecServer, type CodecServerOptions } from '../../../cli/codec/codec-server.js';
import { listen } from '../../../cli/codec/listen.js';
import { fromJson, toJson } from '../../../cli/codec/payloads-json.js';
import { refuseOpenDoor } from '../../../cli/codec/refuse-open-door.js';

const codec = encryption({ keys: { k1: randomBytes(32) }, current: 'k1' });
const ui = 'http://localhost:8233';
const payload = defaultPayloadConverter.toPayload({ card: '4111' })!;

async function open(options: Partial<CodecServerOptions> = {}): Promise<string> {
  const server = codecServer({ codec, token: undefined, origins: [ui], ...options });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return listen(server, '127.0.0.1', 0);
}

function post(url: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
}

async function messageOf(response: Response): Promise<string> {
  return ((await response.json()) as { message: string }).message;
}

const encoded = async (): Promise<string> => toJson(await codec.encode([payload, payload]));
const valuesIn = (text: string): unknown[] =>
  fromJson(text).map((one: Payload) => defaultPayloadConverter.fromPayload(one));

describe("Temporal's remote codec protocol", () => {
  test('decodes what a worker has encrypted, and encodes what a worker can read', async () => {
    const url = await open();
    const answer = await post(`${url}/decode`, await encoded(), { 'x-namespace': 'default' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(valuesIn(await answer.text())).toEqual([{ card: '4111' }, { card: '4111' }]);

    const written = await (await post(`${url}/encode`, toJson([payload]))).text();
    expect(written).not.toContain(Buffer.from('4111').toString('base64').slice(0, 5));
    const [back] = await codec.decode(fromJson(written));
    expect(defaultPayloadConverter.fromPayload(back!)).toEqual({ card: '4111' });
  });

  test('takes a path before the last word, no payloads, and payloads nobody encrypted', async () => {
    const url = await open();
    expect(await (await post(`${url}/shop/decode?x=1`, '{"payloads":[]}')).json()).toEqual({ payloads: [] });
    expect(await (await post(`${url}/decode`, '{}')).json()).toEqual({ payloads: [] });
    expect(valuesIn(await (await post(`${url}/decode`, toJson([payload]))).text())).toEqual([{ card: '4111' }]);
  });

  test.each([['nothing'], ['[1]'], ['{"payloads":{}}'], ['{"payloads":[1]}'], ['{"payloads":[{"data":1}]}']])(
    'refuses a body that is no payloads: %s',
    async (body) => {
      const answer = await post(`${await open()}/decode`, body);
      const isList = body === '[1]';
      expect(answer.status).toBe(isList ? 200 : 400);
    },
  );

  test('says which key is missing, and what was changed, without content', async () => {
    const other = encryption({ keys: { k2: randomBytes(32) }, current: 'k2' });
    const unknown = await post(`${await open({ codec: other })}/decode`, await encoded());
    expect(unknown.status).toBe(422);
    expect(await messageOf(unknown)).toMatch(/^Codec\.UnknownKey: .*'k1'/);
    const [one] = await codec.encode([payload]);
    one!.data![20]! ^= 1;
    const changed = await post(`${await open()}/decode`, toJson([one!]));
    expect(await messageOf(changed)).toMatch(/^Codec\.Tampered/);
  });

  test('has no other path and no other method', async () => {
    const url = await open();
    expect((await fetch(`${url}/decode`)).status).toBe(405);
    expect((await post(`${url}/`, '{}')).status).toBe(404);
    expect((await post(`${url}/undecode`, '{}')).status).toBe(404);
  });

  test('does not read more than its limit', async () => {
    const url = await open({ limit: 1_000 });
    expect((await post(`${url}/decode`, JSON.stringify({ payloads: [], more: 'x'.repeat(900) }))).status).toBe(200);
    const answer = await post(`${url}/decode`, JSON.stringify({ payloads: [], more: 'x'.repeat(1_000) }));
    expect([answer.status, await messageOf(answer)]).toEqual([413, 'The body is over 1000 bytes.']);
  });
});

describe('browsers', () => {
  test('the Web UI may ask, also with its preflight', async () => {
    const url = await open({ token: 'secret' });
    const preflight = await fetch(`${url}/decode`, {
      method: 'OPTIONS',
      headers: {
        origin: ui,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-namespace,authorization',
      },
    });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': ui,
      'access-control-allow-methods': 'POST, OPTIONS',
      'access-control-allow-headers': 'content-type,x-namespace,authorization',
      'access-control-allow-credentials': 'true',
    });
    const answer = await post(`${url}/decode`, await encoded(), { origin: ui, authorization: 'Bearer secret' });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, ui]);
  });

  test('the Web UI may read why it was refused', async () => {
    const answer = await post(`${await open({ token: 'secret' })}/decode`, '{}', { origin: ui });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([401, ui]);
  });

  test.each(['http://evil.example', 'http://localhost:8234', 'null', `${ui}.evil.example`])(
    'a page of %s gets nothing',
    async (origin) => {
      const url = await open();
      const answer = await post(`${url}/decode`, await encoded(), { origin });
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([403, null]);
      expect((await fetch(`${url}/decode`, { method: 'OPTIONS', headers: { origin } })).status).toBe(403);
    },
  );
});

describe('the token', () => {
  test.each([undefined, 'secret', 'Bearer', 'Bearer secre', 'Bearer secret2', 'Basic secret', 'bearer secret'])(
    'refuses %j',
    async (authorization) => {
      const url = await open({ token: 'secret' });
      const answer = await post(`${url}/decode`, await encoded(), authorization ? { authorization } : {});
      expect([answer.status, await answer.text()]).toEqual([401, expect.not.stringContaining('payloads')]);
    },
  );

  test('is asked for before the body is read', async () => {
    const url = await open({ token: 'secret' });
    const status = await new Promise((resolve, reject) => {
      const asking = request(`${url}/decode`, { method: 'POST', headers: { 'content-length': '1000' } }, (answer) => {
        resolve(answer.statusCode);
        asking.destroy();
      });
      asking.on('error', reject);
      asking.write('{');
    });
    expect(status).toBe(401);
  });

  test('may be left out only where other machines cannot come', () => {
    for (const host of ['127.0.0.1', '127.0.0.2', 'localhost', '::1'])
      expect(() => refuseOpenDoor(host, undefined)).not.toThrow();
    for (const host of ['0.0.0.0', '::', '10.0.0.1', 'example.org', '127.0.0.1.example.org']) {
      expect(() => refuseOpenDoor(host, undefined)).toThrow(expect.objectContaining({ code: 'Codec.TokenRequired' }));
      expect(() => refuseOpenDoor(host, 'secret')).not.toThrow();
    }
  });
});

test('a taken port is said so', async () => {
  const port = Number(new URL(await open()).port);
  const second = codecServer({ codec, token: undefined, origins: [] });
  await expect(listen(second, '127.0.0.1', port)).rejects.toMatchObject({ code: 'Server.PortTaken' });
});
