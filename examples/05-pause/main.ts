import assert from 'node:assert/strict';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PerdureError } from 'perdure';
import type { Run } from 'perdure/client';
import { testEnvironment } from 'perdure/testing';
import { announce, reminder, vote } from './app.js';

const environment = await testEnvironment({
  app: new URL('./app.js', import.meta.url),
  address: process.env.TEMPORAL_ADDRESS,
});
const folder = await mkdtemp(join(tmpdir(), 'perdure-pause-'));
const [from, to] = [join(folder, 'draft.md'), join(folder, 'published.md')];
await writeFile(from, 'We are open on Sundays.');

/** Waits until the run asks; a person would look at a list, an e-mail or the Web UI. */
async function opened(run: Run, id: string): Promise<void> {
  while (!(await run.pauses()).some((pause) => pause.id === id)) await setTimeout(20);
}

// #region answer
const run = await environment.start(announce, { from, to });
await opened(run, 'review');
const [question] = await run.pauses();
assert.equal(question?.prompt, 'Publish?');
assert.equal(question?.data, 'We are open on Sundays.');
// #endregion

// The worker dies, and another one takes over from history.
await environment.restartWorker();

// #region refused
await assert.rejects(run.resume('review', { approved: 'yes' }), (e) => PerdureError.is(e, 'Pause.InvalidAnswer'));
await assert.rejects(run.resume('reveiw', { approved: true }), (e) => PerdureError.is(e, 'Pause.NotOpen'));
// #endregion
// #region resume
await run.resume('review', { approved: true });
assert.equal(await run.result(), '23 characters published');
// #endregion
assert.equal(await readFile(to, 'utf8'), 'We are open on Sundays.');

// Two questions at once, answered in any order; `false` is an answer like any other.
const election = await environment.start(vote, 'Shall we?');
await opened(election, 'grace');
await election.resume('grace', false);
await election.resume('ada', true);
assert.equal(await election.result(), false);

const asked = await environment.start(reminder);
// #region wait
await asked.resume('confirm#2', 'Ada', { wait: true }); // accepted before the question is asked
assert.deepEqual(await asked.result(), { first: 'nobody', second: 'Ada' });
// #endregion

await environment.close();
console.log('Questions asked, answered, refused, missed and answered early.');
