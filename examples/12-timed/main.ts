import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { PerdureError } from 'perdure';
import { connect } from 'perdure/client';
import { directly, testEnvironment } from 'perdure/testing';
import { decision, embargo, newsletter, report } from './app.js';

// #region directly
// In a direct call time jumps: three days take no time.
assert.equal(await directly(newsletter, { text: 'hello', after: '3 days' }), 'sent: hello');
const stopped = directly(newsletter, { text: 'hello', after: '3 days' }, { answers: { cooling_off: 'stop' } });
assert.equal(await stopped, 'stopped');
// A pause without an answer cannot win a race.
assert.equal(await directly(decision, 3_600), true);
assert.equal(await directly(decision, 3_600, { answers: { boss: false } }), false);
// #endregion

// Schedules need the dev server or a cluster: the time-skipping server has none.
const environment = await testEnvironment({
  app: new URL('./app.js', import.meta.url),
  address: process.env.TEMPORAL_ADDRESS,
  timeSkipping: false,
});

// On a server it takes as long as it takes, and survives the worker.
const [letter, paper] = await Promise.all([
  environment.start(newsletter, { text: 'hello', after: '1s' }),
  environment.start(embargo, { text: 'news', until: new Date(Date.now() + 1_000).toISOString() }),
]);
await environment.restartWorker();
assert.deepEqual(await Promise.all([letter.result(), paper.result()]), ['sent: hello', 'sent: news']);

// #region race
const choosing = await environment.start(decision, 3_600);
await choosing.resume('boss', false, { wait: true });
assert.equal(await choosing.result(), false); // and nobody counts votes for an hour
assert.equal(await environment.run(decision, 0.05), true);
// #endregion

const app = await connect({ address: environment.address, taskQueue: environment.taskQueue });
// #region schedule
const name = `weekday-report-${process.pid}`;
const schedule = await app.schedule(name, report, 'sales', {
  cron: '0 9 * * MON-FRI',
  timezone: 'Europe/Berlin',
  note: 'for the morning meeting',
});
// #endregion
try {
  // #region next
  const { next, overlap } = await schedule.describe();
  assert.equal(next.length, 5);
  assert.equal(overlap, 'skip');
  // The clocks change on 28 March 2027; 09:00 in Berlin stays 09:00 in Berlin.
  const times = await schedule.times('2027-03-26', '2027-03-30');
  assert.deepEqual(
    times.map((time) => time.toISOString()),
    ['2027-03-26T08:00:00.000Z', '2027-03-29T07:00:00.000Z'],
  );
  // #endregion

  // #region trigger
  await schedule.trigger(); // one run now, whatever the time
  let [started] = (await schedule.describe()).recent;
  while (!started) {
    await setTimeout(50);
    [started] = (await schedule.describe()).recent;
  }
  assert.equal(await app.run(started.id).result(), `sent: report on sales, by ${name}`);
  // #endregion

  // #region change
  await schedule.pause('holidays');
  await schedule.update({ every: '1h', offset: '5m', input: 'returns' });
  await schedule.resume();
  assert.deepEqual((await schedule.describe()).timing, { kind: 'every', every: 3_600_000, offset: 300_000 });
  // #endregion

  // #region refused
  const wrong = app.schedule(name, report, 'sales', { cron: '99 9 * * *', timezone: 'Europe/Berlim' });
  await assert.rejects(wrong, (error) => {
    assert.ok(PerdureError.is(error, 'Schedule.Invalid')); // both mistakes are said
    return /minute: '99'[^]*Europe\/Berlim/.test(error.message);
  });
  // #endregion
} finally {
  await schedule.delete();
}
await assert.rejects(schedule.describe(), (error) => PerdureError.is(error, 'Schedule.NotFound'));

await app.close();
await environment.close();
console.log('Pauses that woke by themselves, races, and a schedule made, triggered, changed and deleted.');
