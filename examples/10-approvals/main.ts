import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { directly, testEnvironment } from 'perdure/testing';
import { payAll } from './app.js';

const environment = await testEnvironment({
  app: new URL('./app.js', import.meta.url),
  address: process.env.TEMPORAL_ADDRESS,
});

const run = await environment.start(payAll, [
  { to: 'the baker', euros: 20 },
  { to: 'the printer', euros: 900 },
  { to: 'the printer', euros: 300 },
  { to: 'a stranger', euros: 5_000 },
]);

async function opened(id: string): Promise<void> {
  while (!(await run.pauses()).some((pause) => pause.id === id)) await setTimeout(20);
}

// #region answer
await opened('approve:pay');
const [question] = await run.pauses();
assert.deepEqual(question?.data, { task: 'pay', arguments: ['the printer', 900], target: 'the printer' });

// Agreed, and for this payee not asked again in this run.
await run.resume('approve:pay', { approved: true, by: 'Ada', remember: 'target' });

await opened('approve:pay#2');
await run.resume('approve:pay#2', { approved: false, by: 'Ada', reason: 'who is that?' });
// #endregion

const expected = [
  '20 euros to the baker',
  '900 euros to the printer',
  '300 euros to the printer',
  "task 'pay' was not approved by Ada: who is that?",
];
assert.deepEqual(await run.result(), expected);
await environment.close();

// #region directly
const answers = { 'approve:pay': { approved: true } };
assert.deepEqual(await directly(payAll, [{ to: 'the printer', euros: 900 }], { answers }), [
  '900 euros to the printer',
]);
// #endregion

console.log('Asked, agreed, remembered, refused:', expected);
