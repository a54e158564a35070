import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import type { Run } from 'perdure/client';
import { testEnvironment } from 'perdure/testing';
import { article, forecasts, order } from './app.js';

// In the place of a model's provider: busy at first, then it repeats what it is told.
const roles: string[] = [];
const provider = createServer((request, response) => {
  void (async () => {
    const { messages } = (await json(request)) as { messages: { content: string }[] };
    roles.push(messages[0]?.content ?? '');
    if (roles.length === 1) return response.writeHead(429, { 'retry-after': '1' }).end('busy');
    const content = `[${messages[1]?.content}]`;
    response.end(JSON.stringify({ choices: [{ message: { content } }] }));
  })();
}).listen(0, '127.0.0.1');
await once(provider, 'listening');
process.env['MODEL_URL'] = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
process.env['MODEL_KEY'] = 'a-key-of-yours';

const environment = await testEnvironment({
  app: new URL('./app.js', import.meta.url),
  address: process.env.TEMPORAL_ADDRESS,
});

const asYesterday = (city: string): string => `${city}: as yesterday`;
assert.deepEqual(await environment.run(forecasts, ['Bern', 'Kyiv']), {
  first: asYesterday('Bern'),
  second: asYesterday('Kyiv'),
  rest: ['succeeded', 'succeeded'],
});

assert.equal(await environment.run(order, 'harp'), 'There is no harp left.');

// #region resume
const run = await environment.start(order, 'lute');
await opened(run);
await run.resume('review', { approved: false });
assert.equal(await run.result(), 'one lute kept');
// #endregion

const written = await environment.start(article, 'tides');
await opened(written);
await written.resume('human_review', 'Shorter.');
assert.equal(await written.result(), '[Write about tides.\n\n[Research: tides]\n\nShorter.]');
// Asked again when the provider was free; after the pause nothing was asked twice.
assert.deepEqual(roles, ['You are a researcher.', 'You are a researcher.', 'You are a writer.']);

await environment.close();
provider.close();
console.log('Options, errors, a pause inside a try, and a model behind a task.');

async function opened(paused: Run): Promise<void> {
  while ((await paused.pauses()).length === 0) await setTimeout(20);
}
