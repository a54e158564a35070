import { afterAll, expect, test } from 'vitest';
import { withWorker } from './fixtures/with-worker.js';

const queue = `cli-schedule-${process.pid}`;
const cli = withWorker(queue);
const names: string[] = [];
afterAll(async () => {
  for (const name of names) await cli(['schedule', 'delete', name]);
});

function unique(name: string): string {
  names.push(`${name}-${queue}`);
  return `${name}-${queue}`;
}

async function json(...words: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await cli([...words, '--json']);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

/** Asks until the answer is as expected: lists are a moment behind. */
async function eventually(ask: () => Promise<unknown>, expected: unknown): Promise<void> {
  await expect.poll(ask, { timeout: 30_000, interval: 100 }).toEqual(expected);
}

test('F-68 a schedule is made, shown, triggered, paused, resumed and deleted', async () => {
  const name = unique('nightly');
  const made = await cli([
    'schedule',
    'create',
    name,
    'echo',
    '{"all":true}',
    '--cron',
    '0 9 * * *',
    '--timezone',
    'Europe/Berlin',
    '--note',
    'for the boss',
    '--overlap',
    'buffer-one',
    '--catch-up',
    '1h',
  ]);
  expect(made).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/is made\. Next start: 20\d\d-.* UTC/) as string,
  });
  const timing = { kind: 'cron', cron: '0 9 * * *', timezone: 'Europe/Berlin' };
  const shown = (await json('schedule', 'show', name)) as { next: string[] };
  expect(shown).toMatchObject({
    name,
    workflow: 'echo',
    taskQueue: queue,
    input: { all: true },
    timing,
    note: 'for the boss',
    overlap: 'buffer-one',
    catchUp: 3_600_000,
    paused: false,
    from: null,
    last: null,
    counts: { started: 0, skipped: 0, missed: 0 },
  });
  expect(shown.next).toHaveLength(5);
  await eventually(() => json('schedule', 'list'), expect.arrayContaining([expect.objectContaining({ name, timing })]));

  expect(await json('schedule', 'trigger', name)).toEqual({ name, status: 'triggered' });
  const found = [expect.objectContaining({ workflow: 'echo', schedule: name, status: 'succeeded' })];
  await eventually(() => json('list', '--schedule', name), found);
  expect((await cli(['schedule', 'show', name])).stdout).toMatch(/1 started, 0 skipped, 0 missed[^]*latest +20\d\d/);

  expect(await json('schedule', 'pause', name, '--note', 'holiday')).toEqual({ name, status: 'paused' });
  expect(await json('schedule', 'show', name)).toMatchObject({ paused: true, note: 'holiday' });
  const inList = async (): Promise<string> => (await cli(['schedule', 'list'])).stdout;
  await expect.poll(inList, { timeout: 30_000 }).toMatch(new RegExp(`${name} +echo +0 9.*Berlin.* +paused`));
  expect(await json('schedule', 'resume', name)).toEqual({ name, status: 'active' });
  expect(await json('schedule', 'show', name)).toMatchObject({ paused: false });
  expect(await json('schedule', 'delete', name)).toEqual({ name, status: 'deleted' });
  expect(await cli(['schedule', 'show', name])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`Schedule.NotFound: There is no schedule '${name}'`) as string,
  });
});

test('an interval and a single moment, made but paused', async () => {
  const [poll, launch] = [unique('poll'), unique('launch')];
  const rules = ['--paused', '--from', '2090-01-01', '--until', '2091-01-01', '--id', 'mail'];
  expect(await json('schedule', 'create', poll, 'echo', '--every', '10m', '--offset', '1m', ...rules)).toMatchObject({
    timing: { kind: 'every', every: 600_000, offset: 60_000 },
    paused: true,
    from: '2090-01-01T00:00:00.000Z',
    until: '2091-01-01T00:00:00.000Z',
    id: 'mail',
    input: null,
  });
  expect((await cli(['schedule', 'show', poll])).stdout).toMatch(
    /times +every 10 min \+ 60 s|times +every 10 min \+ 1 min/,
  );
  const at = '2090-12-01T09:00:00.000Z';
  const once = ['schedule', 'create', launch, 'echo', 'now', '--at', '2090-12-01T10:00:00+01:00', '--paused'];
  expect((await cli(once)).stdout).toContain('It is paused.');
  expect(await json('schedule', 'show', launch)).toMatchObject({
    timing: { kind: 'at', at },
    next: [at],
    input: 'now',
  });
});

test('what is wrong is said with all its problems, and the exit code is 2', async () => {
  const { code, stderr } = await cli([
    'schedule',
    'create',
    'x',
    'echo',
    '--cron',
    '99 9 * *  *',
    '--timezone',
    'Nowhere',
  ]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/Schedule\.Invalid: [^]*minute: '99'[^]*"Nowhere"/);
  expect((await cli(['schedule', 'create', 'x', 'echo'])).stderr).toContain('it needs a time');
  expect((await cli(['schedule', 'create', 'x', 'echo', '--every', '1h', '--overlap', 'no'])).code).toBe(2);
  expect((await cli(['schedule', 'create', 'x', 'echo', '{"a":', '--every', '1h'])).code).toBe(2);
});

test('a known name is refused with exit code 1; --json has the error', async () => {
  const name = unique('twice');
  const words = ['schedule', 'create', name, 'echo', '--every', '1h', '--paused'];
  expect((await cli(words)).code).toBe(0);
  const again = await cli([...words, '--json']);
  expect(again.code).toBe(1);
  expect(JSON.parse(again.stdout)).toMatchObject({ error: { code: 'Schedule.AlreadyExists' } });
});

test.for(['pause', 'resume', 'trigger', 'delete'])('%s of an unknown schedule is refused', async (command) => {
  expect(await cli(['schedule', command, 'no-such'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Schedule.NotFound') as string,
  });
});
