import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { PerdureError } from 'perdure';
import { testEnvironment } from 'perdure/testing';
import { log, trip } from './app.js';

const environment = await testEnvironment({
  app: new URL('./app.js', import.meta.url),
  address: process.env.TEMPORAL_ADDRESS,
});

const run = await environment.start(trip, { city: 'Oslo', euros: 2_000 });
while ((await run.pauses()).length === 0) await setTimeout(20);
await run.resume('confirm', true);
// #region failed
await assert.rejects(run.result(), (error) => PerdureError.is(error) && error.message === 'The card was declined.');
assert.deepEqual(log.splice(0), [
  'flight to Oslo',
  'hotel in Oslo',
  'hotel in Oslo: cancelled',
  'flight to Oslo: cancelled',
]);
// #endregion

const stopped = await environment.start(trip, { city: 'Rome', euros: 500 });
while ((await stopped.pauses()).length === 0) await setTimeout(20);
// #region cancelled
await stopped.cancel();
await assert.rejects(stopped.result(), (error) => PerdureError.is(error, 'Run.Cancelled'));
assert.deepEqual(log, ['flight to Rome', 'hotel in Rome', 'hotel in Rome: cancelled', 'flight to Rome: cancelled']);
// #endregion

await environment.close();
console.log('A failed trip and a cancelled one, both undone.');
