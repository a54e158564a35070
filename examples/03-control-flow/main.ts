import assert from 'node:assert/strict';
import { PerdureError } from 'perdure';
import { testEnvironment } from 'perdure/testing';
import { allOrNothing, arithmetic, countAll, greetEverybody, greetings, quotients, shoutAll } from './app.js';

const environment = await testEnvironment({
  app: new URL('./app.js', import.meta.url),
  address: process.env.TEMPORAL_ADDRESS,
});

// Results come in the order of the list, whoever is ready first.
assert.deepEqual(await environment.run(greetings, 'Joe'), ['Hi, Joe', 'Hello, Joe', 'Hola, Joe']);
assert.equal(await environment.run(arithmetic, 5), 169);
assert.deepEqual(await environment.run(shoutAll, ['a', 'b', 'c']), ['A', 'B', 'C']);
assert.equal(await environment.run(countAll, 20), 20);
assert.deepEqual(await environment.run(quotients, [1, 0, 4]), [12, 'failed', 3]);
assert.equal((await environment.run(greetEverybody, ['Ada', 'Grace'])).length, 6);

// An error keeps its code and its words, and nobody waits for the hour.
const began = Date.now();
await assert.rejects(environment.run(allOrNothing, 0), (error) => PerdureError.is(error, 'Math.DividedByZero'));
assert.ok(Date.now() - began < 60_000);

await environment.close();
console.log('Parallel branches, a pipeline, maps and child workflows.');
