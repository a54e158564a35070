// A worker, a hub, and a viewer that loses its connection in the middle.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, httpStream, postgresStream, streamHub } from 'perdure/client';
import { scriptedModel, testEnvironment } from 'perdure/testing';
import { story } from './app.js';

// The model thinks aloud, and tells its story when it is told to.
let goOn: () => void = () => undefined;
const told = new Promise<void>((resolve) => (goOn = resolve));
const model = scriptedModel([
  async (_, { onDelta }) => {
    onDelta({ type: 'reasoning', text: 'A story of tea.' });
    await told;
    return 'Once upon a time there was tea.';
  },
]);

// #region hub
const hub = streamHub({ token: 'a secret of workers and viewers' });
const { url, close } = await hub.listen(); // { port, host }; by itself a free port of this machine
// #endregion

// #region worker
const stream = httpStream({ url, token: 'a secret of workers and viewers' });
const environment = await testEnvironment({
  app: new URL('./app.js', import.meta.url),
  address: process.env.TEMPORAL_ADDRESS,
  models: { scripted: model },
  stream, // the same option of createWorker and of connect
});
// #endregion

interface Seen {
  readonly text: string;
  readonly lastId: string;
}

// #region viewer
async function watch(run: string, until: string, lastId = '0'): Promise<Seen> {
  const response = await fetch(`${url}/runs/${encodeURIComponent(run)}/stream`, {
    headers: { Authorization: 'Bearer a secret of workers and viewers', 'Last-Event-ID': lastId },
  });
  let received = '';
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    received += part;
    if (received.includes(until)) break;
  }
  return read(received);
}
// #endregion

function read(received: string): Seen {
  const frames = [...received.matchAll(/^data: (.*)$/gm)].map(([, json = '']) => JSON.parse(json) as { text?: string });
  const ids = [...received.matchAll(/^id: (\d+)$/gm)].map(([, id = '']) => id);
  return { text: frames.map(({ text = '' }) => text).join(''), lastId: ids.at(-1) ?? '0' };
}

const run = await environment.start(story, 'Tea');
const first = await watch(run.id, 'of tea'); // … and its connection breaks
assert.equal(first.text, 'A story of tea.');
goOn();
const second = await watch(run.id, 'step-end', first.lastId);
assert.equal(second.text, 'Once upon a time there was tea.');
assert.equal(await run.result(), 'Once upon a time there was tea.');

// #region follow
let words = '';
for await (const { frame } of run.stream()) {
  if (frame.type === 'attempt-restart') words = ''; // what was shown of this turn does not count
  if (frame.type === 'text-delta') words += frame.text;
}
// #endregion
assert.equal(words, 'Once upon a time there was tea.');

// #region mount
const app = await connect({ address: environment.address, stream });
const forPages = streamHub({
  channel: stream,
  app, // streams end with their runs
  mayWatch: ({ headers }, id) => headers.cookie === `run=${id}`, // your own session
});
const server = createServer((request, response) => forPages.handler(request, response, () => response.end('shop')));
// #endregion
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const shop = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const page = `${shop}/agents/runs/${encodeURIComponent(run.id)}/stream`;
assert.equal((await fetch(page)).status, 403);
const whole = await (await fetch(page, { headers: { cookie: `run=${run.id}` } })).text();
assert.match(whole, /event: end/);
assert.equal(read(whole).text, 'A story of tea.Once upon a time there was tea.');
assert.equal(await (await fetch(shop)).text(), 'shop');

// #region postgres
const shared = postgresStream({
  url: 'postgres://app:password@database/streams',
  retention: '6 hours', // 1 day by default
  onProblem: ({ code, message }) => console.warn(code, message),
});
// #endregion
await shared.close?.();

server.close();
server.closeAllConnections();
await app.close();
await environment.close();
await close();
