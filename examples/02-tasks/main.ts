import assert from 'node:assert/strict';
import { PerdureError } from 'perdure';
import { testEnvironment } from 'perdure/testing';
import { toFahrenheit, weather } from './app.js';

const environment = await testEnvironment({
  app: new URL('./app.js', import.meta.url),
  address: process.env.TEMPORAL_ADDRESS,
});

const result = await environment.run(weather, 'Oslo');
assert.deepEqual(result, {
  fahrenheit: 68,
  quota: 'granted',
  // The second attempt went on where the first one had left its note.
  rows: { attempt: 2, skipped: 2 },
  report: 'Task.TimedOut',
  again: 20,
});

// #region catch
try {
  await environment.run(weather, 'Atlantis');
  assert.fail('there is no such city');
} catch (error) {
  assert.ok(PerdureError.is(error, 'User.Error'));
  assert.equal(error.name, 'UnknownCity');
  assert.equal(error.message, 'There is no station in Atlantis.');
  assert.equal(error.attempts, 1);
}
// #endregion

// #region plain-call
assert.equal(await toFahrenheit({ celsius: 100 }), 212);
await assert.rejects(toFahrenheit({ celsius: -300 }), (error) => PerdureError.is(error, 'Task.InvalidInput'));
// #endregion

await environment.close();
console.log('Retries, a timeout, schemas and a task that goes on where it stopped:', result);
