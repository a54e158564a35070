// A model chooses addresses: one of the company's wiki, which is allowed, and two that lead inside, which are not.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { scriptedModel, testEnvironment } from 'perdure/testing';
import { browse, research } from './app.js';

const asked: (string | undefined)[] = [];
const wiki = createServer(({ url }, response) => {
  asked.push(url);
  if (url === '/trap') response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' });
  else response.writeHead(200, { 'content-type': 'text/plain' });
  response.end('Tea is picked by hand.');
});
wiki.listen(0, '127.0.0.1');
await once(wiki, 'listening');
const { port } = wiki.address() as AddressInfo;
process.env.OWN_HOSTS = `localhost:${port}`;

const fetchOf = (url: string): { name: string; arguments: { url: string } } => ({
  name: 'fetch_page',
  arguments: { url },
});
const model = scriptedModel([
  { toolCalls: [fetchOf(`http://localhost:${port}/tea`), fetchOf(`http://127.0.0.1:${port}/tea`)] },
  { toolCalls: [fetchOf(`http://localhost:${port}/trap`)] },
  'By hand.',
  { toolCalls: [fetchOf(`http://localhost:${port}/tea`)] },
  'I may not read that.',
]);
const environment = await testEnvironment({
  app: new URL('./app.js', import.meta.url),
  address: process.env.TEMPORAL_ADDRESS,
  models: { scripted: model },
});
assert.equal(await environment.run(research, 'How is tea picked?'), 'By hand.');

const toldAfter = (request: number): string => JSON.stringify(model.requests[request]?.messages.slice(-2));
assert.match(toldAfter(1), /Tea is picked by hand/);
assert.match(toldAfter(1), /'127\.0\.0\.1:\d+' was refused: it is not on the public internet \(loopback\)/);
assert.match(toldAfter(2), /'169\.254\.169\.254' was refused: it is not on the public internet \(linkLocal\)/);
assert.deepEqual(asked, ['/tea', '/trap']);

// The ready-made tool has no hosts of its own here, so not even the wiki.
assert.equal(await environment.run(browse, 'And who picks it?'), 'I may not read that.');
assert.match(JSON.stringify(model.requests.at(-1)?.messages.at(-1)), /refused: it is not on the public internet/);
assert.equal(asked.length, 2);

await environment.close();
wiki.close();
console.log('A model read the wiki, and got nowhere else.');
