import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { connect } from 'perdure/client';
import { testEnvironment } from 'perdure/testing';
import { counter, invoiceAll, sumOfSquares } from './app.js';

const environment = await testEnvironment({
  app: new URL('./app.js', import.meta.url),
  address: process.env.TEMPORAL_ADDRESS,
});

// 600 items are more than one run does by itself: two children, named perdure.map in lists.
assert.equal(await environment.run(sumOfSquares, 600), (599 * 600 * 1199) / 6);

assert.equal(await environment.run(invoiceAll), 25);

const run = await environment.start(counter, 1);
const app = await connect({ address: environment.address });
for (const more of [1, 3, 0]) {
  // The latest run of that id: one that continues as new gets another run id.
  const latest = app.run(run.id);
  let [open] = await latest.pauses();
  for (; open === undefined; [open] = await latest.pauses()) await setTimeout(20);
  await latest.resume(open.id, more);
}
// #region result
assert.equal(await run.result(), 5); // of the last of them
// #endregion

await app.close();
await environment.close();
console.log('600 items in child runs, a source in pages, and a run that continues as new.');
