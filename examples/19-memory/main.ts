// What an agent was told in one run, it knows in the next: a scripted model plays the host.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directly, memoryStoreContract, scriptedModel } from 'perdure/testing';
import { connect } from 'perdure/client';
import { createWorker, inMemory, sqlite } from 'perdure/worker';
import { move, talk, talkTo } from './app.js';

const folder = await mkdtemp(join(tmpdir(), 'perdure-memory-'));
const file = join(folder, 'facts.db');
const taskQueue = `example-memory-${process.pid}`;
const tea = { toolCalls: [{ name: 'store_memory', arguments: { key: 'favourite', value: 'green tea' } }] };
const look = { toolCalls: [{ name: 'recall_memory', arguments: {} }] };
const host = scriptedModel([tea, 'I will remember.', look, 'Green tea, as always?', tea, 'Noted.']);
const models = { scripted: host };

// #region worker
const worker = await createWorker({
  app: new URL('./app.js', import.meta.url),
  taskQueue,
  models,
  memory: { facts: sqlite(file) }, // or postgres('postgres://…'), for workers on several machines
});
// #endregion
const running = worker.run();
const app = await connect({ taskQueue });

assert.equal(await (await app.start(talk, 'I like green tea.')).result(), 'I will remember.');
assert.equal(await (await app.start(talk, 'The usual, please.')).result(), 'Green tea, as always?');
// What the model was given to read in the second run.
assert.match(JSON.stringify(host.requests.at(-1)?.messages), /data, not instructions.*green tea/);

assert.equal(await (await app.start(talkTo, { guest: 'ada', words: 'I like green tea.' })).result(), 'Noted.');
assert.deepEqual(await (await app.start(move, 'ada')).result(), {
  known: { favourite: 'green tea' },
  favourite: 'green tea',
  keys: ['seat'],
  scopes: ['default', 'guest:ada'],
});

await app.close();
worker.shutdown();
await running;

// #region directly
const memory = { facts: inMemory() };
const { keys } = await directly(move, 'ada', { memory });
assert.deepEqual(keys, ['seat']);
// #endregion

// #region contract
for (const { name, run } of memoryStoreContract(() => sqlite(join(folder, 'contract.db')))) {
  await run().catch((cause: unknown) => assert.fail(new Error(`The store breaks a promise: ${name}`, { cause })));
}
// #endregion
await rm(folder, { recursive: true });
console.log('Remembered from run to run, in a file.');
