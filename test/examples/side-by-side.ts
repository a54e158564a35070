// Hand-written Temporal and perdure in one worker: each calls the other, and code moves between them while runs are open.
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { PerdureError } from 'perdure';
import { connect } from 'perdure/client';
import { replay } from 'perdure/testing';
import { gift, pack, sell } from './adopting-app.js';
import { order, ready, settle } from './hand-written.js';

// #region worker
import { NativeConnection, Worker } from '@temporalio/worker';
import { perdure } from 'perdure/worker';
import * as activities from './own-activities.js';

const connection = await NativeConnection.connect({ address: process.env.TEMPORAL_ADDRESS });
const worker = await Worker.create({
  connection,
  taskQueue: 'shop',
  workflowsPath: fileURLToPath(new URL('./hand-written.js', import.meta.url)), // as before
  activities, // as before
  plugins: [perdure({ app: new URL('./adopting-app.js', import.meta.url) })], // new
});
// #endregion
const running = worker.run();

const client = new Client({ connection: await Connection.connect({ address: process.env.TEMPORAL_ADDRESS }) });
const app = await connect({ taskQueue: 'shop' });
const eventsOf = async (id: string): Promise<(string | undefined)[]> => {
  const { events } = await client.workflow.getHandle(id).fetchHistory();
  return (events ?? []).map((event) =>
    Object.keys(event)
      .find((key) => key.endsWith('EventAttributes'))
      ?.replace(/EventAttributes$/, ''),
  );
};

// Each calls the other.
const ordered = await client.workflow.start(order, {
  args: ['a harp'],
  taskQueue: 'shop',
  workflowId: `order-${process.pid}`,
});
assert.equal(await ordered.result(), 'receipt for a harp, a harp in paper');
const sold = await app.start(sell, 'a harp');
assert.deepEqual(await sold.result(), ['receipt for a harp', 'receipt for a harp, a harp in paper', 'a card in paper']);
const polished = await app.start('polish', 'a bell');
assert.equal(await polished.result(), 'a bell in paper, polished');

// An error keeps its words on every way: out of an activity, out of a hand-written child, out of a hand-written run,
// out of a task that one calls.
for (const [workflow, input, message] of [
  ['sell', 'air', 'Nobody pays for air.'],
  ['resell', 'air', 'Nobody pays for air.'],
  ['order', 'air', 'Nobody pays for air.'],
  ['polish', 'fog', 'Fog cannot be wrapped.'],
] as const) {
  await assert.rejects((await app.start(workflow, input)).result(), (error) => {
    assert.ok(PerdureError.is(error, 'User.Error'));
    return error.message === message;
  });
}

// What a run leaves in history: nothing but stock events, and two more for each pause.
const given = await app.start(gift, 'a drum');
while ((await given.pauses()).length === 0) await setTimeout(20);
await given.resume('card', { text: 'Hello' });
assert.equal(await given.result(), 'a drum in paper: Hello');
const kinds = (await eventsOf(given.id)).filter((kind) => !kind?.startsWith('workflowTask'));
assert.deepEqual(kinds, [
  'workflowExecutionStarted',
  'activityTaskScheduled',
  'activityTaskStarted',
  'activityTaskCompleted',
  'upsertWorkflowSearchAttributes',
  'workflowExecutionUpdateAccepted',
  'upsertWorkflowSearchAttributes',
  'workflowExecutionUpdateCompleted',
  'workflowExecutionCompleted',
]);

// In: a hand-written workflow goes into `workflow(…)` while its runs are open.
const open = await client.workflow.start(settle, {
  args: ['a lute'],
  taskQueue: 'shop',
  workflowId: `settle-${process.pid}`,
});
await open.signal(ready);
assert.equal(await open.result(), 'receipt for a lute');
await replay({ app: new URL('./adopted-app.js', import.meta.url) }, await open.fetchHistory());

// Out: a perdure workflow becomes a hand-written one.
const packed = await app.start(pack, 'a flute');
assert.equal(await packed.result(), 'a flute in paper');
const left = fileURLToPath(new URL('./left.js', import.meta.url));
await Worker.runReplayHistory({ workflowsPath: left }, await client.workflow.getHandle(packed.id).fetchHistory());

await app.close();
await client.connection.close();
worker.shutdown();
await running;
await connection.close();
