import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { PerdureError } from 'perdure';
import { testEnvironment } from 'perdure/testing';
import { lottery, order, shop, stay } from './app.js';

const environment = await testEnvironment({
  app: new URL('./app.js', import.meta.url),
  address: process.env.TEMPORAL_ADDRESS,
});

assert.deepEqual(await environment.run(order, { item: 'tea', count: 2 }), { note: 'tea is reserved', total: 10 });
await assert.rejects(environment.run(order, { item: '', count: 0 }), (error) => {
  assert.ok(PerdureError.is(error, 'Workflow.InvalidInput'));
  return /\/item/.test(error.message) && /\/count/.test(error.message); // every problem at once
});

const drawn = await environment.run(lottery, ['Ada', 'Grace']);
assert.ok(['Ada', 'Grace'].includes(drawn.winner));
assert.ok(drawn.waited >= 100);

const day = await environment.run(shop, ['Ada', 'Grace']);
assert.equal(day.total, 10);
assert.equal(day.refused, 'Workflow.InvalidInput');
assert.ok(await environment.client.workflow.getHandle(day.lottery).result());

// #region cancel
const run = await environment.start(stay, 'room 12');
while ((await run.pauses()).length === 0) await setTimeout(20);
await run.cancel();
await assert.rejects(run.result(), (error) => PerdureError.is(error, 'Run.Cancelled'));
assert.equal(await run.status(), 'cancelled');
// #endregion

await environment.close();
console.log('An order, a draw, a shop with child runs, and a stay that was cancelled.');
