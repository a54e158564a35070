// A worker and a client in one program. A real project starts them apart: any number of workers, any number of clients.
import assert from 'node:assert/strict';
import { connect } from 'perdure/client';
import { createWorker } from 'perdure/worker';
import { hello } from './app.js';

// #region worker
const worker = await createWorker({ app: new URL('./app.js', import.meta.url), taskQueue: 'example-hello' });
const running = worker.run();
// #endregion

// #region client
const app = await connect({ taskQueue: 'example-hello' });
const run = await app.start(hello, 'Ada');
assert.equal(await run.result(), 'Hello, Ada!');
// #endregion

// #region by-name
const second = await app.start('hello', 'Grace', { id: `hello-${process.pid}` });
assert.equal(await second.result(), 'Hello, Grace!');
assert.equal(await app.run(`hello-${process.pid}`).status(), 'succeeded');
// #endregion

// #region stop
await app.close();
worker.shutdown();
await running;
// #endregion
console.log(`Two greetings. The first run: ${run.id}`);
