import assert from 'node:assert/strict';
import { PerdureError } from 'perdure';
import { testEnvironment } from 'perdure/testing';
import { article, articleGraph, pay, propose } from './app.js';

const environment = await testEnvironment({
  app: new URL('./app.js', import.meta.url),
  address: process.env.TEMPORAL_ADDRESS,
});

// Three drafts, two of them sent back.
assert.equal(await environment.run(article, ' bees '), 'A text about bees, with an example, with a summary.');

// Exactly one of the handlers runs; `log` follows any end.
assert.deepEqual(await environment.run(pay, 20), { ship: 'shipped with receipt for 20', log: 'charge succeeded' });
assert.deepEqual(await environment.run(pay, 500), {
  apologise: 'sorry: the card was declined',
  log: 'charge failed',
});

// #region look
const run = await environment.start(propose, 'Let us meet');
await run.resume('better', 'Let us meet on Monday', { wait: true });
const [open] = await run.graphs();
assert.equal(open?.status, 'running');
assert.deepEqual(
  open.nodes.map(({ name, state, visits }) => [name, state, visits]),
  [
    ['propose', 'running', 2],
    ['done', 'pending', 0],
  ],
);
// #endregion

await run.resume('better#2', '', { wait: true });
assert.equal(await run.result(), 'accepted');
assert.equal((await run.graphs())[0]?.status, 'succeeded');

// #region limit
const bound = await environment.start(propose, 'Let us meet');
for (const name of ['better', 'better#2', 'better#3', 'better#4', 'better#5'])
  await bound.resume(name, 'Once more', { wait: true });
await assert.rejects(bound.result(), (error) => {
  assert.ok(PerdureError.is(error, 'Graph.LoopLimit'));
  assert.deepEqual(error.details, {
    graph: 'proposal',
    edge: { from: 'propose', to: 'propose' },
    maxVisits: 5,
    outputs: { propose: 'Once more' },
  });
  return true;
});
// #endregion

console.log(articleGraph.toText({ topic: 'succeeded', write: { state: 'running', visits: 2 } }));

await environment.close();
