import assert from 'node:assert/strict';
import { testEnvironment } from 'perdure/testing';
import { greet, handleOrder, orderGraph, review } from './app.js';

const environment = await testEnvironment({
  app: new URL('./app.js', import.meta.url),
  address: process.env.TEMPORAL_ADDRESS,
});

assert.equal(await environment.run(greet, ' Joe '), 'Hello, Joe');

// Exactly one of two ends is reached: its output is the result.
assert.equal(await environment.run(handleOrder, { id: 'A-1', amount: 12 }), 'A-1 is paid');
assert.equal(await environment.run(handleOrder, { id: 'A-2', amount: 0 }), 'A-2 is refused');

assert.equal(await environment.run(review, 'eval(input)'), 'uses eval');
assert.equal(await environment.run(review, 'print(1)'), 'fine');

// #region look
assert.deepEqual(orderGraph.validate(), { ok: true });
console.log(orderGraph.toText());
console.log(orderGraph.toMermaid());
// #endregion

await environment.close();
