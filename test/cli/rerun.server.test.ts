import { connect, type App, type RerunPlan } from 'perdure/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withWorker } from './fixtures/with-worker.js';

const queue = `cli-rerun-${process.pid}`;
const cli = withWorker(queue);
const unique = (name: string): string => `${name}-${queue}`;
let app: App;

beforeAll(async () => {
  app = await connect({ address: process.env['PERDURE_TEST_ADDRESS'] ?? '', taskQueue: queue });
});
afterAll(() => app.close());

interface Order {
  readonly first: string;
  readonly near: string;
  readonly review: string;
  readonly second: string;
  readonly third: string;
  readonly sign: string;
}

async function json(words: readonly string[]): Promise<Record<string, unknown>> {
  const { stdout, stderr } = await cli([...words, '--json']);
  return JSON.parse(stdout || `{"stderr":${JSON.stringify(stderr)}}`) as Record<string, unknown>;
}

async function answer(id: string, pause: string, value: string): Promise<void> {
  await expect.poll(() => openPauses(id), { timeout: 20_000 }).toEqual([pause]);
  await app.run(id).resume(pause, value);
}

/** A whole order, both pauses answered. */
async function ordered(name: string): Promise<{ id: string; runId: string; result: Order }> {
  const run = await app.start('order', 'x', { id: unique(name) });
  await answer(run.id, 'review', 'fine');
  await answer(run.id, 'sign', 'Ada');
  const result = (await run.result()) as Order;
  return { id: run.id, runId: run.runId ?? '', result };
}

async function openPauses(id: string): Promise<string[]> {
  return (await app.run(id).describe()).openPauses as string[];
}

test('rerun from a step reuses all before it, the answer just before it too, and asks later pauses again', async () => {
  const { id, runId, result } = await ordered('again');
  const { stdout, stderr, code } = await cli(['rerun', id, '--from', 'stamp#3', '--reason', 'a test']);
  expect([code, stdout]).toEqual([0, expect.stringContaining(id)]);
  expect(stderr).toContain('reused: stamp, quick, review');
  await answer(id, 'sign', 'Grace');
  const after = (await app.run(id).result()) as Order;
  const newRunId = (await app.run(id).describe()).runId;
  expect(newRunId).not.toBe(runId);
  expect(after).toEqual({
    first: result.first,
    near: 'quick x',
    review: 'fine',
    second: `second fine by run ${newRunId}`,
    third: `third by run ${newRunId}`,
    sign: 'Grace',
  });
});

test('steps of a parallel group begin again together, and the plan says so', async () => {
  const { id } = await ordered('group');
  let plan: RerunPlan | undefined;
  const again = await app.run(id).rerun({ from: 'stamp#3', onPlan: (found) => (plan = found) });
  expect(plan).toMatchObject({
    from: { name: 'stamp', kind: 'task', call: 3 },
    together: [{ name: 'stamp', call: 2 }],
    open: [],
    reused: [{ name: 'stamp', call: 1 }, { name: 'quick' }, { name: 'review', kind: 'pause' }],
  });
  await answer(id, 'sign', 'Grace');
  expect(await again.result()).toMatchObject({ sign: 'Grace' });
});

test('with keepAnswers later answers are sent again and show names who gave them', async () => {
  const { id, runId } = await ordered('kept');
  const { code, stdout } = await cli(['rerun', id, '--from', 'quick', '--keep-answers', '--wait', '--json']);
  const end = JSON.parse(stdout) as { runId: string; result: Order };
  expect([code, end.result], stdout).toEqual([0, expect.objectContaining({ review: 'fine', sign: 'Ada' })]);
  expect(end.result.second).toBe(`second fine by run ${end.runId}`);
  const pauses = ((await json(['show', id]))['steps'] as { kind: string }[]).filter(({ kind }) => kind === 'pause');
  expect(pauses).toMatchObject([
    { name: 'review', answer: { value: 'fine', by: expect.stringContaining('@') } },
    { name: 'sign', answer: { value: 'Ada', by: expect.stringContaining('@') } },
  ]);
  expect(await json(['show', id, '--run-id', runId])).toMatchObject({ rerunAs: [{ id, runId: end.runId }] });
});

test('rerun from a pause asks it again', async () => {
  const { id } = await ordered('ask');
  await app.run(id).rerun({ from: 'review' });
  await answer(id, 'review', 'better');
  await answer(id, 'sign', 'Ada');
  expect(await app.run(id).result()).toMatchObject({ review: 'better' });
});

test('an answer that came before its pause was reached is a part of what is reused', async () => {
  const id = unique('early');
  const run = await app.start('order', 'x', { id });
  await run.resume('review', 'early', { wait: true });
  await answer(id, 'sign', 'Ada');
  await run.result();
  await run.rerun({ from: 'review' });
  await answer(id, 'sign', 'Grace');
  expect(await app.run(id).result()).toMatchObject({ review: 'early', sign: 'Grace' });
});

test('the old run and the new one name each other in show', async () => {
  const { id, runId } = await ordered('linked');
  await app.run(id).rerun({ from: 'sign', reason: 'the signature was wrong' });
  const { runId: newRunId } = await app.run(id).describe();
  expect(await json(['show', id])).toMatchObject({
    runId: newRunId,
    rerunOf: { id, runId, reason: 'the signature was wrong' },
    rerunAs: [],
    steps: expect.arrayContaining([expect.objectContaining({ kind: 'rerun', input: 'the signature was wrong' })]),
  });
  expect(await json(['show', id, '--run-id', runId])).toMatchObject({
    rerunOf: null,
    rerunAs: [{ id, runId: newRunId }],
  });
  expect((await cli(['show', id])).stdout).toContain(`rerun of ${id} --run-id ${runId} (the signature was wrong)`);
  expect((await cli(['show', id, '--run-id', runId])).stdout).toContain(`run again as ${id} --run-id ${newRunId}`);
});

test('rerun without a step starts the same workflow with the same input under a new id, linked both ways', async () => {
  const id = unique('plain');
  await app.start('hello', 'Ada', { id }).then((run) => run.result());
  const again = await app.run(id).rerun({ reason: 'once more' });
  expect(again.id).toMatch(new RegExp(`^${id}\\.rerun-[0-9a-f]{8}$`));
  expect(await again.result()).toBe('Hello, Ada');
  const { runId } = await app.run(id).describe();
  const shown = await json(['show', again.id]);
  expect(shown).toMatchObject({ input: 'Ada', taskQueue: queue, rerunOf: { id, runId, reason: 'once more' } });
  await expect
    .poll(() => json(['show', id]), { timeout: 20_000 })
    .toMatchObject({ rerunAs: [{ id: again.id, runId: again.runId }] });
});

test('rerun takes another input and another id, and --wait prints the result', async () => {
  const id = unique('other');
  await app.start('hello', 'Ada', { id }).then((run) => run.result());
  const words = ['rerun', id, '--input', 'Grace', '--id', unique('chosen'), '--wait'];
  expect(await cli(words)).toMatchObject({ code: 0, stdout: 'Hello, Grace\n' });
  expect(await json(['show', unique('chosen')])).toMatchObject({ rerunOf: { id } });
});

test('show names a local task, where it was begun again as well', async () => {
  const { id } = await ordered('local');
  await app.run(id).rerun({ from: 'stamp#1' });
  await answer(id, 'review', 'fine');
  expect((await cli(['show', id])).stdout).toMatch(/↻ +rerun [^]*• +quick +succeeded .*x +local/);
});

test('a failed run goes on from its failed step', async () => {
  const id = unique('failed');
  await cli(['run', 'pay', '7', '--id', id]);
  const { code, stderr } = await cli(['rerun', id, '--from', 'charge', '--wait']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('Card.Declined')]);
});

test('a cancelled run goes on from its step without being cancelled again', async () => {
  const run = await app.start('review', 'draft', { id: unique('unwanted') });
  await expect.poll(() => openPauses(run.id), { timeout: 20_000 }).toEqual(['human_review']);
  await run.cancel();
  await expect(run.result()).rejects.toMatchObject({ code: 'Run.Cancelled' });
  const again = await run.rerun({ from: 'human_review' });
  await expect.poll(() => openPauses(run.id), { timeout: 20_000 }).toEqual(['human_review']);
  await again.resume('human_review', { approved: true });
  expect(await again.result()).toMatchObject({ approved: true });
});

test('a child run that was begun before keeps its result, a task that had not ended begins again', async () => {
  const id = unique('children');
  const run = await app.start('group', undefined, { id });
  const [child, stamped] = (await run.result()) as string[];
  let plan: RerunPlan | undefined;
  const again = await run.rerun({ from: 'stamp', onPlan: (found) => (plan = found) });
  const [childAgain, stampedAgain, flaky] = (await again.result()) as string[];
  expect([childAgain, flaky]).toEqual([child, 'at last']);
  expect(stampedAgain).not.toBe(stamped);
  expect(stampedAgain).toContain(again.runId);
  expect(plan?.reused).toContainEqual(expect.objectContaining({ name: 'greet' }));
});

test('several steps of one name are listed with their numbers, and an unknown one with all there are', async () => {
  const { id } = await ordered('which');
  expect(await cli(['rerun', id, '--from', 'stamp'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/Step\.Ambiguous: .*stamp#1 \(event \d+\), stamp#2 \(event \d+\), stamp#3/),
  });
  expect(await cli(['rerun', id, '--from', 'stmp'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/Step\.NotFound: .*stamp#1, quick, review, stamp#2, stamp#3, sign\./),
  });
});

test('a step can be named by the number of its event', async () => {
  const { id } = await ordered('event');
  const words = ['rerun', id, '--from'];
  const { stderr } = await cli([...words, 'stamp']);
  const event = /stamp#1 \(event (\d+)\)/.exec(stderr)?.[1] ?? '';
  expect(await json([...words, event])).toMatchObject({ from: { name: 'stamp', call: 1, event: Number(event) } });
});

test('a step of a child run is refused with the way to that run', async () => {
  const id = unique('below');
  await app.start('group', undefined, { id }).then((run) => run.result());
  expect(await cli(['rerun', id, '--from', 'sign'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/Step\.NotFound: .*Steps of a child run belong to that run/),
  });
});

test('an open run is refused; with --force it is ended in favour of the new one', async () => {
  const run = await app.start('order', 'y', { id: unique('open') });
  await expect.poll(() => openPauses(run.id), { timeout: 20_000 }).toEqual(['review']);
  for (const words of [['--from', 'quick'], []]) {
    expect(await cli(['rerun', run.id, ...words])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Run\.StillOpen: .*--force/),
    });
  }
  expect((await cli(['rerun', run.id, '--from', 'quick', '--force'])).code).toBe(0);
  expect(await app.run(run.id, run.runId).status()).toBe('terminated');
  await expect.poll(() => openPauses(run.id), { timeout: 20_000 }).toEqual(['review']);
  const fresh = await app.run(run.id).rerun({ force: true });
  expect(await app.run(run.id).status()).toBe('terminated');
  expect(await fresh.status()).toMatch(/running|paused/);
  await fresh.cancel();
});

test('a rerun of an unknown run and options that do not go together are refused', async () => {
  expect(await cli(['rerun', 'nowhere', '--from', 'x'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Run.NotFound'),
  });
  const { id } = await ordered('options');
  expect(await cli(['rerun', id, '--from', 'quick', '--input', '1'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Usage.Conflict'),
  });
  await expect(app.run(id).rerun({ keepAnswers: true })).rejects.toMatchObject({ code: 'Rerun.InvalidOptions' });
  await expect(app.run(id).rerun({ from: 'quick', id: 'x' })).rejects.toMatchObject({ code: 'Rerun.InvalidOptions' });
});
