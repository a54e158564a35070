// Tests with Node's own test runner; any other (vitest, jest) works the same way.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { PerdureError } from 'perdure';
import { directly, replay, testEnvironment } from 'perdure/testing';
import { ask, collect, sendInvoice } from './app.js';

// #region directly
await test('a task is a function', async () => {
  assert.equal(await sendInvoice('Ada'), 'invoice for Ada');
});

await test('a fortnight passes at once, and the question is answered', async () => {
  const result = await directly(collect, 'Ada', { answers: { decision: 'paid' } });
  assert.deepEqual(result, { decision: 'paid', days: 14, note: 'invoice for Ada' });
});

await test('nobody answers for thirty days', async () => {
  const result = await directly(collect, 'Ada');
  assert.deepEqual(result, { decision: 'lost', days: 44, note: 'invoice for Ada: written off' });
});

await test('an error is an error', async () => {
  const run = directly(collect, 'Ada', { answers: { decision: 'disputed' } });
  await assert.rejects(run, (error) => PerdureError.is(error, 'Invoice.Disputed'));
});
// #endregion

// #region environment
const app = new URL('./app.js', import.meta.url);
const environment = await testEnvironment({ app, address: process.env.TEMPORAL_ADDRESS });

await test('a run survives its worker, and its history fits the code', async () => {
  const run = await environment.start(ask, 'Tea or coffee?');
  while ((await run.pauses()).length === 0) await setTimeout(20);
  await environment.restartWorker();
  await run.resume('answer', 'tea');
  assert.equal(await run.result(), 'tea');
  await replay({ app }, await environment.history(run.id));
});

await test('weeks pass in seconds where the server can skip time', async (t) => {
  if (environment.kind !== 'time-skipping') return t.skip('this server does not skip time');
  assert.equal((await environment.run(collect, 'Ada')).days, 44);
});

await environment.close();
// #endregion
