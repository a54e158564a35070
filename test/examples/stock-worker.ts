// A program as a user of stock Temporal writes it, with this library as one plugin of the worker.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { PerdureError } from 'perdure';
import { connect } from 'perdure/client';
import { replay } from 'perdure/testing';
import { invoice, visit } from './app.js';

// #region worker
import { NativeConnection, Worker } from '@temporalio/worker';
import { perdure } from 'perdure/worker';

const connection = await NativeConnection.connect({ address: process.env.TEMPORAL_ADDRESS });
const worker = await Worker.create({
  connection,
  taskQueue: 'bookings',
  plugins: [perdure({ app: new URL('./app.js', import.meta.url) })],
  shutdownGraceTime: '10s',
});
const running = worker.run(); // until SIGINT, SIGTERM or worker.shutdown()
// #endregion

// #region client
import { Client, Connection } from '@temporalio/client';

const client = new Client({ connection: await Connection.connect({ address: process.env.TEMPORAL_ADDRESS }) });
const handle = await client.workflow.start(visit, {
  args: ['room 12'],
  taskQueue: 'bookings',
  workflowId: `visit-${process.pid}`,
});
await handle.executeUpdate('resume', { args: [{ name: 'arrival', value: 'Ada' }] });
assert.equal(await handle.result(), 'Ada');
// #endregion

const app = await connect({ taskQueue: 'bookings' });
const run = await app.start(visit, 'room 13');
while ((await run.pauses()).length === 0) await setTimeout(20);
await run.cancel();
await assert.rejects(run.result(), (error) => PerdureError.is(error, 'Run.Cancelled'));
const history = await client.workflow.getHandle(run.id).fetchHistory();
const types = history.events?.map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name);
assert.deepEqual(types?.filter(Boolean), ['book_room', 'cancel_booking']);

// What a run records now is marked, and what one recorded before the patch goes on without it.
const marked = await app.start(invoice, 'Mallory');
assert.equal(await marked.result(), 'refused');
const { events = [] } = await client.workflow.getHandle(marked.id).fetchHistory();
assert.ok(events?.some((event) => event.markerRecordedEventAttributes));
const before = JSON.parse(
  await readFile(new URL('../../../test/examples/invoice-before.json', import.meta.url), 'utf8'),
);
await replay({ app: new URL('./app.js', import.meta.url) }, before);

await app.close();
await client.connection.close();
worker.shutdown();
await running;
await connection.close();
