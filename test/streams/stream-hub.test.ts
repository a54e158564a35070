import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect as connectSocket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { StreamFrame } from 'perdure';
import { httpStream, inProcessStream, type ListeningHub, streamHub, type StreamHubOptions } from 'perdure/client';
import { expect, onTestFinished, test } from 'vitest';

const says = (text: string): StreamFrame => ({ agent: 'a', conversation: 'c', turn: 1, type: 'text-delta', text });
const decoder = new TextDecoder();

async function open(options: StreamHubOptions = {}): Promise<ListeningHub> {
  const hub = await streamHub(options).listen();
  onTestFinished(() => hub.close().catch(() => undefined));
  return hub;
}

/** What a plain client reads until something is in it. */
async function readUntil(response: Response, wanted: string): Promise<string> {
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes(wanted)) break;
  }
  return text;
}

/** A request as `fetch` would not make it. */
async function ask(url: string, headers: Record<string, string>, body?: string): Promise<IncomingMessage> {
  const request = httpRequest(url, { method: body === undefined ? 'GET' : 'POST', headers });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  onTestFinished(() => void request.destroy());
  return response;
}

test('a browser reads server-sent events, and goes on with Last-Event-ID', async () => {
  const channel = inProcessStream();
  const { url } = await open({ channel });
  await channel.publish('tea/1', [says('one'), says('two'), says('three')]);
  const stream = `${url}/runs/${encodeURIComponent('tea/1')}/stream`;
  const first = await fetch(stream);
  expect(first.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(first.headers.get('cache-control')).toContain('no-cache');
  expect(await readUntil(first, 'three')).toContain(`id: 1\ndata: ${JSON.stringify(says('one'))}\n\nid: 2\n`);
  const second = await readUntil(await fetch(`${stream}?after=1`, { headers: { 'Last-Event-ID': '2' } }), 'three');
  expect(second).not.toContain('two');
  const third = await readUntil(await fetch(`${stream}?after=1`), 'three');
  expect(third).not.toContain('one');
  expect(third).toContain('two');
});

test('a stream ends with its run, where the hub knows of it', async () => {
  let finish: (value: unknown) => void = () => undefined;
  const result = new Promise((resolve) => (finish = resolve));
  const channel = inProcessStream();
  const { url } = await open({ channel, app: { run: () => ({ result: () => result }) } });
  const viewer = fetch(`${url}/runs/tea/stream`).then((response) => response.text());
  const seen: string[] = [];
  const follower = (async () => {
    for await (const { frame } of httpStream({ url }).subscribe('tea')) if ('text' in frame) seen.push(frame.text);
  })();
  await channel.publish('tea', [says('one'), says('two')]);
  finish('done');
  expect(await viewer).toMatch(/id: 2\ndata: .*two.*\n\nevent: end\ndata: {"run":"tea"}\n\n$/);
  await follower;
  expect(seen).toEqual(['one', 'two']);
});

test('with a token nobody publishes or watches without it', async () => {
  const { url } = await open({ token: 'secret' });
  const wrong = httpStream({ url, token: 'wrong' });
  await expect(wrong.publish('tea', [says('one')])).rejects.toMatchObject({ code: 'Stream.Refused', retryable: false });
  await expect(
    (async () => void (await wrong.subscribe('tea')[Symbol.asyncIterator]().next()))(),
  ).rejects.toMatchObject({ code: 'Stream.Refused', message: expect.stringContaining('401') });
  expect((await fetch(`${url}/runs/tea/stream`)).status).toBe(401);
  await httpStream({ url, token: 'secret' }).publish('tea', [says('one')]);
});

test('a viewer without the token is admitted by whoever mounted the hub', async () => {
  const mayWatch = ({ headers }: IncomingMessage, run: string) => headers.cookie === `may=${run}`;
  const { url } = await open({ token: 'secret', mayWatch });
  await httpStream({ url, token: 'secret' }).publish('tea', [says('one')]);
  const watch = (cookie: string) => fetch(`${url}/runs/tea/stream?follow=false`, { headers: { cookie } });
  expect((await watch('may=coffee')).status).toBe(403);
  expect(await (await watch('may=tea')).text()).toContain('one');
});

test('without a token only this machine is served', async () => {
  const { url } = await open();
  const { host } = new URL(url);
  const stream = `${url}/runs/tea/stream?follow=false`;
  const status = async (headers: Record<string, string>) => (await ask(stream, { host, ...headers })).statusCode;
  expect(await status({})).toBe(200);
  expect(await status({ host: `localhost:${new URL(url).port}` })).toBe(200);
  // A name of the web that leads here, and a proxy that lets others in.
  expect(await status({ host: 'evil.example' })).toBe(403);
  expect(await status({ 'x-forwarded-for': '203.0.113.7' })).toBe(403);
  await expect(streamHub().listen({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'Stream.TokenRequired' });
});

test('pages watch from origins that are named, or from this machine, and never publish', async () => {
  const hub = await open({ origins: ['https://app.example'] });
  const get = (origin: string) => fetch(`${hub.url}/runs/tea/stream?follow=false`, { headers: { origin } });
  expect((await get('https://evil.example')).status).toBe(403);
  expect((await get('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  for (const origin of ['https://app.example', 'http://localhost:5173', hub.url]) {
    const response = await get(origin);
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
  }
  const body = JSON.stringify({ batch: 'one', frames: [says('one')] });
  const post = (headers: Record<string, string>) =>
    fetch(`${hub.url}/runs/tea/frames`, { method: 'POST', headers, body });
  expect((await post({ origin: hub.url, 'content-type': 'application/json' })).status).toBe(403);
  expect((await post({ 'content-type': 'text/plain' })).status).toBe(415);
  expect((await post({ 'content-type': 'application/json' })).status).toBe(204);
  const guarded = await open({ token: 'secret' });
  const foreign = await fetch(`${guarded.url}/runs/tea/stream`, { headers: { origin: 'http://localhost:5173' } });
  expect(foreign.status).toBe(403);
});

test('what is no frame, or too much, is refused with a reason', async () => {
  const { url } = await open();
  const post = async (body: string) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/runs/tea/frames`, { method: 'POST', headers, body });
    return { status: response.status, ...((await response.json()) as object) };
  };
  expect(await post('{')).toMatchObject({ status: 400, message: 'The body is not JSON.' });
  for (const frames of [[{ type: 'text-delta' }], ['one'], {}]) {
    expect(await post(JSON.stringify({ batch: 'one', frames }))).toMatchObject({ status: 400 });
  }
  expect(await post(JSON.stringify({ frames: [says('one')] }))).toMatchObject({ status: 400 });
  const large = httpStream({ url }).publish('tea', [says('x'.repeat(9 * 1024 * 1024))]);
  // The hub stops reading; the sender hears of it by an answer, or by a line that is closed.
  await expect(large).rejects.toMatchObject({ code: expect.stringMatching(/^Stream\.(Refused|Unavailable)$/) });
  expect((await fetch(`${url}/runs/tea/stream?after=x`)).status).toBe(400);
  expect((await fetch(`${url}/runs/tea/frames`)).status).toBe(405);
  expect((await fetch(`${url}/runs/tea`)).status).toBe(404);
});

async function serve(listener: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server: Server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a hub lives in any server, below any path, and leaves other requests alone', async () => {
  const { handler } = streamHub();
  const url = await serve((request, response) => handler(request, response, () => response.end('the shop')));
  expect(await (await fetch(`${url}/shop`)).text()).toBe('the shop');
  const channel = httpStream({ url: `${url}/agents/` });
  await channel.publish('tea', [says('one')]);
  for await (const { frame } of channel.subscribe('tea')) {
    expect(frame).toEqual(says('one'));
    break;
  }
});

test('an answer that was lost does not show frames twice', async () => {
  const channel = inProcessStream();
  const { handler } = streamHub({ channel });
  let lost = 0;
  const url = await serve((request, response) => {
    if (request.method === 'POST' && lost < 2) {
      lost += 1;
      // The frames are in, the publisher does not hear of it.
      response.end = () => response.destroy();
    }
    handler(request, response);
  });
  await httpStream({ url }).publish('tea', [says('one')]);
  await httpStream({ url }).publish('tea', [says('two')]);
  expect(lost).toBe(2);
  const texts: string[] = [];
  for await (const { frame } of channel.subscribe('tea', { signal: AbortSignal.abort() })) {
    if ('text' in frame) texts.push(frame.text);
  }
  expect(texts).toEqual(['one', 'two']);
});

test('what a viewer does not read is not kept for it in the hub', async () => {
  const channel = inProcessStream();
  const { handler } = streamHub({ channel });
  const responses: ServerResponse[] = [];
  const url = await serve((request, response) => {
    responses.push(response);
    handler(request, response);
  });
  const socket = connectSocket(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  socket.pause();
  socket.write(`GET /runs/tea/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
  while (responses.length === 0) await setTimeout(5);
  const text = 'x'.repeat(1024 * 1024);
  for (let count = 0; count < 40; count += 1) await channel.publish('tea', [says(text)]);
  const [response] = responses;
  while (!response!.writableNeedDrain) await setTimeout(5);
  expect(response!.writableLength).toBeLessThan(4 * 1024 * 1024);
  // It gets all of it when it reads on.
  let bytes = 0;
  socket.on('data', (chunk) => (bytes += chunk.length));
  socket.resume();
  while (bytes < 40 * text.length) await setTimeout(5);
});

test('a run waits for a hub that is away only once', async () => {
  const channel = httpStream({ url: 'http://127.0.0.1:9' });
  await expect(channel.publish('tea', [says('one')])).rejects.toMatchObject({ code: 'Stream.Unavailable' });
  const began = performance.now();
  await expect(channel.publish('tea', [says('two')])).rejects.toMatchObject({ code: 'Stream.Unavailable' });
  expect(performance.now() - began).toBeLessThan(500);
});

test('a viewer finds the hub again when it has started anew', async () => {
  const first = await streamHub().listen();
  const port = Number(new URL(first.url).port);
  const channel = httpStream({ url: first.url });
  await channel.publish('tea', ['one', 'two', 'three'].map(says));
  const texts: string[] = [];
  for await (const { frame } of channel.subscribe('tea')) {
    if ('text' in frame) texts.push(frame.text);
    if (texts.at(-1) === 'three') {
      await first.close();
      const second = await streamHub().listen({ port });
      onTestFinished(() => second.close());
      // Its memory is gone, and its numbers begin again.
      await httpStream({ url: second.url }).publish('tea', [says('four')]);
    }
    if (texts.at(-1) === 'four') break;
  }
  expect(texts).toEqual(['one', 'two', 'three', 'four']);
});

test('a port that is taken is said', async () => {
  const { url } = await open();
  const port = Number(new URL(url).port);
  await expect(streamHub().listen({ port })).rejects.toMatchObject({ code: 'Server.PortTaken', details: { port } });
});
