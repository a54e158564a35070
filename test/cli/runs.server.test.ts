import { expect, test } from 'vitest';
import { withWorker } from './fixtures/with-worker.js';

const queue = `cli-runs-${process.pid}`;
const cli = withWorker(queue);
const unique = (name: string): string => `${name}-${queue}`;

async function json(words: readonly string[]): Promise<unknown> {
  const { stdout } = await cli([...words, '--json']);
  return JSON.parse(stdout);
}

async function pausedReview(name: string): Promise<string> {
  const id = unique(name);
  expect((await cli(['run', 'review', 'draft', '--id', id])).code).toBe(3);
  return id;
}

test('pauses lists the question with its data, schema and command, for one run and among all', async () => {
  const id = await pausedReview('ask');
  const question = {
    run: id,
    id: 'human_review',
    prompt: 'Is it good enough?',
    data: { text: 'Hello, draft' },
    schema: expect.objectContaining({ required: ['approved'] }),
    resume: expect.stringContaining(`${id} human_review '{"approved":true}'`),
  };
  expect(await json(['pauses', id])).toEqual([expect.objectContaining(question)]);
  expect(await json(['pauses'])).toContainEqual(expect.objectContaining(question));
  expect((await cli(['pauses', id])).stdout).toContain('approved: boolean');
});

test('resume refuses an answer that does not fit with all its problems, and the pause stays open', async () => {
  const id = await pausedReview('wrong');
  const { code, stderr } = await cli(['resume', id, 'human_review', '{"approved":"x","note":5}']);
  expect(code).toBe(1);
  expect(stderr).toContain('Pause.InvalidAnswer');
  expect(stderr).toContain('/approved');
  expect(stderr).toContain('/note');
  expect((await cli(['resume', id, 'human_review', '{"approved":true}', '--wait'])).code).toBe(0);
});

test('resume refuses an unknown name at once and lists the open ones', async () => {
  const id = await pausedReview('misspelt');
  const { code, stderr } = await cli(['resume', id, 'humanreview', 'true']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/Pause\.NotOpen: .*Open: human_review/);
});

test('F-47 resume of a finished run is refused', async () => {
  const id = unique('over');
  await cli(['run', 'hello', 'Ada', '--id', id]);
  const { code, stderr } = await cli(['resume', id, 'human_review', 'true']);
  expect([code, stderr]).toEqual([1, expect.stringContaining(`Run.AlreadyFinished: Run '${id}' cannot be resumed`)]);
});

test('F-63 cancel of a finished run is refused, with --force too', async () => {
  const id = unique('done');
  await cli(['run', 'hello', 'Ada', '--id', id]);
  const { code, stderr } = await cli(['cancel', id]);
  expect([code, stderr]).toEqual([1, expect.stringContaining('Run.AlreadyFinished')]);
  expect((await cli(['cancel', id, '--force'])).code).toBe(1);
});

test('cancel ends a paused run; with --wait the exit code is 4', async () => {
  const id = await pausedReview('unwanted');
  expect((await cli(['cancel', id, '--wait'])).code).toBe(4);
  expect(await json(['show', id])).toMatchObject({
    status: 'cancelled',
    steps: [{ kind: 'task' }, { kind: 'pause', status: 'cancelled' }, { kind: 'cancel-request' }],
  });
});

test('show tells the whole story of a run', async () => {
  const id = unique('story');
  expect((await cli(['run', 'story', '--id', id])).code).toBe(3);
  expect((await cli(['resume', id, 'first', 'then', '--wait'])).code).toBe(0);
  const { stdout } = await cli(['show', id]);
  const line = (name: string): string => stdout.split('\n').find((each) => each.includes(` ${name} `)) ?? '';
  expect(line('flaky')).toMatch(/succeeded .* 3 +retried after Error: not yet$/);
  expect(line('sleep 20 ms')).toContain('succeeded');
  expect(line('first')).toMatch(/answered .*"then" by \d+@/);
  expect(line('second')).toContain('timed out');
  expect(line('hello')).toMatch(/succeeded .*\/hello-/);
  expect(stdout).toMatch(/succeeded after .*\n\{\n {2}"first": "then"/);
});

test('show with --json holds the same, with times and the result', async () => {
  const id = unique('facts');
  await cli(['run', 'pay', '7', '--id', id]);
  expect(await json(['show', id])).toMatchObject({
    id,
    workflow: 'pay',
    status: 'failed',
    input: 7,
    steps: [
      { kind: 'task', name: 'charge', summary: '7', status: 'failed', attempts: 1, error: { code: 'Card.Declined' } },
    ],
    end: { status: 'failed', error: { code: 'Card.Declined', message: 'the card was declined for 7' } },
  });
});

test('show of an open run has the call in flight, with its progress', async () => {
  const id = unique('busy');
  await cli(['run', 'busy', '--detach', '--id', id]);
  await expect
    .poll(() => json(['show', id]), { timeout: 20_000 })
    .toMatchObject({
      status: 'running',
      end: null,
      steps: [{ name: 'slow', status: 'open', attempts: 1, pending: { progress: 'half way' } }],
    });
  await cli(['cancel', id]);
});

test('show of an open pause has its question', async () => {
  const id = await pausedReview('question');
  expect((await cli(['show', id])).stdout).toMatch(/human_review +waiting .*Is it good enough\?/);
});

test('show of an unknown run exits with 1', async () => {
  expect(await cli(['show', 'nowhere'])).toMatchObject({ code: 1, stderr: expect.stringContaining('Run.NotFound') });
});

test('list shows status and open pauses, and can be filtered', async () => {
  const id = await pausedReview('listed');
  const row = expect.objectContaining({ id, workflow: 'review', status: 'paused', pauses: ['human_review'] });
  await expect
    .poll(() => json(['list', '--status', 'paused', '--limit', '50']), { timeout: 10_000 })
    .toContainEqual(row);
  expect(await json(['list', '--workflow', 'review', '--limit', '50'])).toContainEqual(row);
  expect(await json(['list', '--workflow', 'hello', '--limit', '50'])).not.toContainEqual(row);
  expect(await json(['list', '--limit', '1'])).toHaveLength(1);
  const { stdout } = await cli(['list', '--status', 'paused', '--limit', '50']);
  expect(stdout).toMatch(new RegExp(`${id} +review +paused .*human_review`));
  expect(stdout).not.toContain('\u001b');
});

test('list without a match says so', async () => {
  expect((await cli(['list', '--workflow', 'never_heard_of'])).stdout).toBe("No runs of workflow 'never_heard_of'.\n");
});
