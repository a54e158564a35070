// Task patterns at work: groups, limits, granularity, batches, light steps first.
import assert from 'node:assert/strict';
import { testEnvironment } from 'perdure/testing';
import { inBatches, inGroups, ingest, mixed, optimized, storing } from './app.js';

const environment = await testEnvironment({
  app: new URL('./app.js', import.meta.url),
  address: process.env.TEMPORAL_ADDRESS,
});

assert.deepEqual(await environment.run(inGroups, ['a.example', 'b.example/long']), [17, 22]);
assert.deepEqual(await environment.run(mixed, 'cat'), ['cat, small', 'cat, renamed', 'cat 2, small']);
assert.deepEqual(await environment.run(ingest, '  Tea is good '), { saved: 3 });

const items = Array.from({ length: 25 }, (_, index) => `item ${index}`);
assert.deepEqual(
  await environment.run(inBatches, items),
  items.map((item) => item.toUpperCase()),
);
assert.equal(await environment.run(storing, items), 25);

assert.equal(await environment.run(optimized, { id: 'A1', euros: 5 }), 'A1: done');
assert.equal(await environment.run(optimized, { id: 'A2', euros: 0 }), 'A2: no amount');

await environment.close();
console.log('Patterns: groups, limits, batches, and graphs that leave out what is not needed.');
