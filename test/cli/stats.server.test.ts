import { expect, test } from 'vitest';
import { withWorker } from './fixtures/with-worker.js';

const queue = `cli-stats-${process.pid}`;
const cli = withWorker(queue);
const unique = (name: string): string => `${name}-${queue}`;

interface Stats {
  readonly duration: number;
  readonly steps: readonly { readonly name: string; readonly within: string | null; readonly share: number }[];
}

async function json(words: readonly string[]): Promise<Stats> {
  const { stdout } = await cli([...words, '--json']);
  return JSON.parse(stdout) as Stats;
}

const step = (stats: Stats, name: string): object | undefined => stats.steps.find((one) => one.name === name);

test('stats of a run count calls, attempts and waits of each step, and the size of its history', async () => {
  const id = unique('story');
  await cli(['run', 'story', '--id', id]);
  await cli(['resume', id, 'first', 'then', '--wait']);
  const stats = await json(['stats', id]);
  expect(stats).toMatchObject({
    id,
    workflow: 'story',
    status: 'succeeded',
    history: { events: expect.any(Number), bytes: expect.any(Number) },
    children: null,
  });
  expect(step(stats, 'flaky')).toMatchObject({ kind: 'task', calls: 1, attempts: 3, failures: 0, queued: 0 });
  expect(step(stats, 'first')).toMatchObject({ kind: 'pause', calls: 1 });
  expect(step(stats, 'second')).toMatchObject({ kind: 'pause', failures: 1 });
  expect(step(stats, 'hello')).toMatchObject({ kind: 'child', calls: 1 });
  expect(stats.steps[0]?.name).toBe('first');
  expect(stats).toMatchObject({ slowest: expect.arrayContaining([expect.objectContaining({ name: 'flaky' })]) });
});

test('stats as a table show the slowest calls below the steps', async () => {
  const id = unique('table');
  await cli(['run', 'hello', 'Ada', '--id', id]);
  const { stdout } = await cli(['stats', id]);
  expect(stdout).toMatch(/^\S+ +hello +succeeded/);
  expect(stdout).toMatch(/history: \d+ events, \d+ KB/);
  expect(stdout).toMatch(/STEP +CALLS +ATTEMPTS +FAILED +TOTAL +MEAN +MAX +QUEUED +RETRIES +SHARE\n• +greet +1 +1 /);
  expect(stdout).toMatch(/SLOWEST CALLS +TOOK +START +ATTEMPTS +DETAIL\ngreet .*Ada$/m);
});

test('stats of an open run count its call in flight', async () => {
  const id = unique('busy');
  await cli(['run', 'busy', '--detach', '--id', id]);
  await expect
    .poll(async () => step(await json(['stats', id]), 'slow'), { timeout: 20_000 })
    .toMatchObject({ calls: 1, open: 1, attempts: 1, time: { total: expect.any(Number) } });
  await cli(['cancel', id, '--wait']);
});

test('the parts of a large map are child runs, whose calls --children counts too', async () => {
  const id = unique('halves');
  await cli(['run', 'halves', '[2,4,6,7,8]', '--id', id]);
  expect(step(await json(['stats', id]), 'map of half')).toMatchObject({ kind: 'child', calls: 3 });
  const stats = await json(['stats', id, '--children']);
  expect(stats).toMatchObject({ children: { read: 3, left: 0 } });
  expect(step(stats, 'half')).toMatchObject({ within: 'map of half', calls: 5, failures: 1 });
  const { stdout } = await cli(['show', id]);
  expect(stdout).toMatch(/↳ +map of half +succeeded .*2 items .*perdure\.map-/);
  expect(stdout).toMatch(/↳ +map of half +succeeded .*1 item /);
});

test('stats of a workflow are over its runs, with median and p95', async () => {
  const count = 3;
  for (let index = 0; index < count; index++) await cli(['run', 'pay', String(index), '--id', unique(`pay${index}`)]);
  await expect
    .poll(() => json(['stats', '--workflow', 'pay', '--status', 'failed', '--limit', '3']), { timeout: 20_000 })
    .toMatchObject({
      workflow: 'pay',
      runs: count,
      statuses: { failed: count },
      duration: { median: expect.any(Number), p95: expect.any(Number) },
      steps: [{ name: 'charge', calls: count, failures: count, time: { median: expect.any(Number) } }],
    });
  const { stdout } = await cli(['stats', '--workflow', 'pay', '--status', 'failed', '--limit', '3']);
  expect(stdout).toMatch(/^pay +3 runs: 3 failed\na run took .*\(median\).*\(p95\)/);
  expect(stdout).toMatch(/MEDIAN +P95 +MAX/);
  expect((await cli(['stats', '--workflow', 'never_heard_of'])).stdout).toBe("No runs of workflow 'never_heard_of'.\n");
});

test('stats want one run or one workflow', async () => {
  expect(await cli(['stats'])).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage.Incomplete') });
  expect(await cli(['stats', 'x', '--workflow', 'pay'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Usage.Conflict'),
  });
});

test('show names fallbacks, rollbacks and who approved what', async () => {
  const id = unique('guards');
  expect((await cli(['run', 'guards', '--id', id])).code).toBe(3);
  const yes = '{"approved":true,"by":"Ada","reason":"looks fine","remember":"always"}';
  expect((await cli(['resume', id, 'approve:guarded', yes, '--wait'])).code).toBe(0);
  const { stdout } = await cli(['show', id]);
  expect(stdout).toMatch(/fragile +failed .*too fragile/);
  expect(stdout).toMatch(/spare +succeeded .*fallback of fragile · vase/);
  expect(stdout).toMatch(/approve:guarded +approved .*by Ada +looks fine +remember: always/);
  expect(stdout).toMatch(/✓ +approve:guarded +covered +by an earlier approval by Ada/);
  expect(stdout).toMatch(/undo +succeeded .*rollback of undone · deal/);
  const { steps } = JSON.parse((await cli(['show', id, '--json'])).stdout) as { readonly steps: readonly object[] };
  expect(steps).toContainEqual(
    expect.objectContaining({ name: 'undo', onBehalf: { as: 'rollback', of: 'undone' }, local: false }),
  );
});

test('a rejected approval shows who said no, and why', async () => {
  const id = unique('rejected');
  await cli(['run', 'guards', '--id', id]);
  const no = '{"approved":false,"by":"Grace","reason":"too risky"}';
  expect((await cli(['resume', id, 'approve:guarded', no, '--wait'])).code).toBe(1);
  expect((await cli(['show', id])).stdout).toMatch(/approve:guarded +rejected .*by Grace +too risky/);
});
