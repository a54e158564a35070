import { join } from 'node:path';
import { connect, type App, type Schedule, type ScheduleOptions } from 'perdure/client';
import { type TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startDevServer, type DevServer } from '../../cli/server/index.js';
import { temporaryFolder } from '../cli/server/fixtures/bare-machine.js';
import { eventually, failureOf, like, openApp } from './open-app.js';

let environment: TestEnvironment;
let app: App;
beforeAll(async () => {
  environment = await openApp('scheduled');
  app = await connect({ address: environment.address, taskQueue: environment.taskQueue });
});
afterAll(async () => {
  await Promise.all(left.map((created) => created.delete().catch(() => undefined)));
  await app?.close();
  await environment?.close();
});

const berlin = { cron: '0 9 * * *', timezone: 'Europe/Berlin' };
let made = 0;
/** Removed at the end: concurrent tests cannot each have a clean-up of their own. */
const left: Schedule[] = [];

/** A schedule with a name of its own. */
async function schedule(workflow: string, input: unknown, options: ScheduleOptions, on: App = app): Promise<Schedule> {
  const created = await on.schedule(`test-${process.pid}-${(made += 1)}`, workflow, input, options);
  if (on === app) left.push(created);
  return created;
}

const runsOf = async ({ name }: Schedule, on: App = app): ReturnType<App['list']> => on.list({ schedule: name });
const started = async (of: Schedule): Promise<number> => (await of.describe()).counts.started;

test.concurrent(
  'F-68 an interval starts runs at its times, which are found by their schedule and know it',
  async () => {
    const every = await schedule('tick', { deep: [1] }, { every: '2s', offset: '1s', id: 'beat' });
    const afterTwo = async (): Promise<boolean> => (await started(every)) >= 2;
    await eventually(afterTwo, true);
    const [latest] = (await every.describe()).recent.toReversed();
    expect(latest?.id).toMatch(/^beat-20\d\d-/);
    expect((latest?.due.getTime() ?? 0) % 2_000).toBe(1_000);
    expect((latest?.startedAt.getTime() ?? 0) - (latest?.due.getTime() ?? 0)).toBeLessThan(1_500);
    const run = app.run(latest?.id ?? '');
    const knows = { name: every.name, due: latest?.due.toISOString() };
    expect(await run.result()).toEqual({ input: { deep: [1] }, schedule: knows });
    expect((await run.describe()).schedule).toBe(every.name);
    const found = async (): Promise<boolean> => (await runsOf(every)).some(({ id }) => id === latest?.id);
    await eventually(found, true);
  },
);

test.concurrent('F-68 a cron expression with seconds starts runs at its times', async () => {
  const cron = await schedule('tick', undefined, { cron: '*/2 * * * * * *' });
  await eventually(async () => (await started(cron)) >= 1, true);
  const [first] = (await cron.describe()).recent;
  expect(first?.due.getUTCSeconds()).toSatisfy((second: number) => second % 2 === 0);
  expect(first?.id.startsWith(cron.name)).toBe(true);
  expect(await app.run(first?.id ?? '').result()).toMatchObject({ input: null });
});

test.concurrent('F-68 a single moment starts one run, and then nothing more', async () => {
  const at = new Date(Date.now() + 2_500);
  const once = await schedule('tick', 'once', { at });
  const due = new Date(Math.ceil(at.getTime() / 1_000) * 1_000);
  expect(await once.describe()).toMatchObject({ timing: { kind: 'at', at: due }, next: [due], counts: { started: 0 } });
  await eventually(() => started(once), 1);
  const { recent, next } = await once.describe();
  expect(recent).toMatchObject([{ due }]);
  expect(next).toEqual([]);
  expect(await app.run(recent[0]?.id ?? '').result()).toMatchObject({ input: 'once' });
});

test.concurrent('F-68 with overlap skip, the default, there is no second run while one is live', async () => {
  const skipping = await schedule('stays', undefined, { every: '1s' });
  await eventually(async () => (await skipping.describe()).counts.skipped >= 2, true);
  const { counts, running, overlap } = await skipping.describe();
  expect({ overlap, started: counts.started }).toEqual({ overlap: 'skip', started: 1 });
  expect(running).toHaveLength(1);
  const [id = ''] = running;
  await app.run(id).resume('go', 'on', { wait: true });
  expect(await app.run(id).result()).toBe('on');
  await eventually(async () => (await started(skipping)) >= 2, true);
});

test.concurrent('overlap allow-all lets runs stand side by side', async () => {
  const allowing = await schedule('stays', undefined, { every: '1s', overlap: 'allow-all' });
  const open = async (): ReturnType<App['list']> => (await runsOf(allowing)).filter(({ endedAt }) => !endedAt);
  await eventually(async () => (await open()).length >= 2, true);
  await allowing.pause('enough');
  expect((await allowing.describe()).counts.skipped).toBe(0);
  await Promise.all((await open()).map(({ id }) => app.run(id).cancel()));
});

test('F-68 09:00 in Berlin is 09:00 in Berlin before and after both changes of the clock', async () => {
  const daily = await schedule('tick', undefined, { ...berlin, paused: true });
  const spring = await daily.times('2027-03-26', '2027-03-30');
  expect(spring.map((time) => time.toISOString())).toEqual([
    '2027-03-26T08:00:00.000Z',
    '2027-03-27T08:00:00.000Z',
    '2027-03-28T07:00:00.000Z',
    '2027-03-29T07:00:00.000Z',
  ]);
  const autumn = await daily.times('2027-10-30', '2027-11-01');
  expect(autumn.map((time) => time.toISOString())).toEqual(['2027-10-30T07:00:00.000Z', '2027-10-31T08:00:00.000Z']);
  const year = await daily.times('2027-01-01', '2028-01-01');
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', timeStyle: 'short' });
  expect(year).toHaveLength(365);
  expect(new Set(year.map((time) => clock.format(time)))).toEqual(new Set(['09:00']));
});

test('an hour that a change of the clock leaves out is left out, one that it repeats comes once, as winter time', async () => {
  const nightly = await schedule('tick', undefined, { cron: '30 2 * * *', timezone: 'Europe/Berlin', paused: true });
  const iso = async (from: string, to: string): Promise<string[]> =>
    (await nightly.times(from, to)).map((time) => time.toISOString().slice(0, 16));
  expect(await iso('2027-03-27', '2027-03-30')).toEqual(['2027-03-27T01:30', '2027-03-29T00:30']);
  expect(await iso('2027-10-30T12:00:00Z', '2027-11-01')).toEqual(['2027-10-31T01:30']);
});

test('what was due while a schedule was paused is not made up for', async () => {
  const paused = await schedule('tick', undefined, { every: '1s', paused: true });
  const [, , third] = (await paused.describe()).next;
  await eventually(async () => Date.now() > (third?.getTime() ?? 0), true);
  const resumed = Date.now();
  await paused.resume();
  await eventually(async () => (await started(paused)) >= 1, true);
  const { recent } = await paused.describe();
  expect(recent[0]?.due.getTime()).toBeGreaterThan(resumed - 1_000);
});

test('describe tells the rules as they were given and the next five starts', async () => {
  const options = { ...berlin, overlap: 'buffer-one', catchUp: '1 hour', note: 'why', paused: true } as const;
  const daily = await schedule('tick', { a: 1 }, { ...options, until: '2090-01-01', id: 'report' });
  const described = await daily.describe();
  expect(described).toMatchObject({
    name: daily.name,
    workflow: 'tick',
    taskQueue: environment.taskQueue,
    timing: { kind: 'cron', ...berlin },
    overlap: 'buffer-one',
    catchUp: 3_600_000,
    note: 'why',
    paused: true,
    id: 'report',
    input: { a: 1 },
    from: undefined,
    until: new Date('2090-01-01'),
    running: [],
    recent: [],
    counts: { started: 0, skipped: 0, missed: 0 },
  });
  expect(described.next).toHaveLength(5);
  const listed = async (): Promise<unknown> => (await app.schedules()).find(({ name }) => name === daily.name);
  await eventually(async () => (await listed()) !== undefined, true);
  expect(await listed()).toMatchObject({ workflow: 'tick', timing: { kind: 'cron', ...berlin }, paused: true });
});

test('pause, resume and trigger', async () => {
  const yearly = await schedule('tick', 'by hand', { cron: '@yearly' });
  await yearly.pause('on holiday');
  expect(await yearly.describe()).toMatchObject({ paused: true, note: 'on holiday' });
  await yearly.trigger();
  await eventually(async () => (await yearly.describe()).recent.length, 1);
  const [{ id } = { id: '' }] = (await yearly.describe()).recent;
  expect(await app.run(id).result()).toMatchObject({ input: 'by hand', schedule: { name: yearly.name } });
  await yearly.resume();
  expect(await yearly.describe()).toMatchObject({ paused: false, note: 'resumed' });
});

test('backfill starts what was due, one after another', async () => {
  const daily = await schedule('tick', 'again', { ...berlin, paused: true });
  await daily.backfill({ from: '2026-03-27T00:00:00Z', to: '2026-03-30T00:00:00Z' });
  await eventually(() => started(daily), 3);
  expect((await daily.describe()).recent.map(({ due }) => due.toISOString())).toEqual([
    '2026-03-27T08:00:00.000Z',
    '2026-03-28T08:00:00.000Z',
    '2026-03-29T07:00:00.000Z',
  ]);
  expect(await failureOf(daily.backfill({ from: 'x', to: '2026-03-30' }))).toMatchObject({ code: 'Schedule.Invalid' });
});

test('update changes what is given and keeps the rest', async () => {
  const daily = await schedule('tick', 'old', { ...berlin, overlap: 'buffer-all', note: 'kept', until: '2090-01-01' });
  const before = await daily.describe();
  await daily.update({ input: { fresh: true }, catchUp: '2h' });
  const expected = {
    timing: before.timing,
    next: before.next,
    overlap: 'buffer-all',
    note: 'kept',
    until: before.until,
  };
  expect(await daily.describe()).toMatchObject({ ...expected, input: { fresh: true }, catchUp: 7_200_000 });
  await daily.update({ every: '1h', offset: '5m', overlap: 'skip' });
  expect(await daily.describe()).toMatchObject({
    timing: { kind: 'every', every: 3_600_000, offset: 300_000 },
    overlap: 'skip',
    catchUp: 7_200_000,
    until: before.until,
  });
  const at = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 86_400_000);
  await daily.update({ at });
  expect(await daily.describe()).toMatchObject({ timing: { kind: 'at', at }, next: [at], until: undefined });
  await daily.update(berlin);
  expect((await daily.describe()).next).toHaveLength(5);
  expect(await failureOf(daily.update({ cron: 'x', overlap: 'no' as 'skip' }))).toMatchObject({
    code: 'Schedule.Invalid',
    message: like(/cannot be changed[^]*cron[^]*overlap/),
  });
  const halves = { offset: '1m' } as object;
  expect(await failureOf(daily.update(halves))).toMatchObject({ code: 'Schedule.Invalid' });
});

test('a known name is refused, an unknown one is said to be so', async () => {
  const daily = await schedule('tick', undefined, berlin);
  const again = failureOf(app.schedule(daily.name, 'tick', undefined, { every: '1h' }));
  expect(await again).toMatchObject({ code: 'Schedule.AlreadyExists', details: { schedule: daily.name } });
  await daily.delete();
  const nobody = app.scheduleHandle(daily.name);
  const now = new Date();
  for (const ask of [
    () => nobody.describe(),
    () => nobody.pause(),
    () => nobody.resume(),
    () => nobody.trigger(),
    () => nobody.update({ note: 'x' }),
    () => nobody.backfill({ from: now, to: now }),
    () => nobody.times(now, now),
    () => nobody.delete(),
  ]) {
    expect(await failureOf(ask() as Promise<unknown>)).toMatchObject({ code: 'Schedule.NotFound' });
  }
});

// Every form that is taken here must be taken by the server too, and mean what its reader thinks.
test.for([
  ['@daily', '2027-01-01T00:00:00.000Z'],
  ['*/5 * * * *', '2027-01-01T00:00:00.000Z'],
  ['0 9 * * 7', '2027-01-03T09:00:00.000Z'],
  ['0 9 * * MON', '2027-01-04T09:00:00.000Z'],
  ['0 9 * * monday,WED', '2027-01-04T09:00:00.000Z'],
  ['30 6 1-7 feb-mar 1', '2027-02-01T06:30:00.000Z'],
  ['1/30 22 * * *', '2027-01-01T22:01:00.000Z'],
  ['0 0 29 2 * 2028', '2028-02-29T00:00:00.000Z'],
  ['5 4 3 2 1 * 2027', '2027-01-02T03:04:05.000Z'],
] as const)('the cron expression %s means %s', async ([cron, first]) => {
  const made = await schedule('tick', undefined, { cron, paused: true });
  const [time] = await made.times('2026-12-31T23:59:59Z', '2028-03-01');
  expect(time?.toISOString()).toBe(first);
  expect((await made.describe()).timing).toEqual({ kind: 'cron', cron, timezone: 'UTC' });
});

async function server(options: { readonly db: string; readonly port?: number }): Promise<DevServer> {
  const started = await startDevServer({ headless: true, ...options });
  onTestFinished(() => started.kill());
  return started;
}

test(
  'F-68 after a long downtime of the server one run makes up for all that was missed',
  { timeout: 120_000 },
  async () => {
    const db = join(await temporaryFolder(), 'schedules.db');
    const first = await server({ db });
    const before = await connect({ address: first.address });
    const earlier = await openApp('scheduled', { address: first.address, taskQueue: 'main' });
    // Long enough to stop the server between two starts also on a slow machine.
    const every = { every: '8s' };
    const names = {
      byDefault: await schedule('tick', undefined, every, before),
      allowing: await schedule('tick', undefined, { ...every, overlap: 'allow-all' }, before),
      short: await schedule('tick', undefined, { ...every, overlap: 'allow-all', catchUp: '10s' }, before),
    };
    for (const made of Object.values(names)) await eventually(async () => (await started(made)) >= 1, true);
    // An open run would keep `skip` from starting another.
    await eventually(async () => (await names.byDefault.describe()).running, []);
    const [next] = (await names.byDefault.describe()).next;
    await Promise.all([earlier.close(), before.close()]);
    await first.stop();
    const down = Date.now();
    expect(down, 'the server was stopped before the next start').toBeLessThan(next?.getTime() ?? 0);
    await new Promise((resolve) => setTimeout(resolve, 27_000));
    const up = Date.now();
    const second = await server({ db, port: Number(first.address.split(':')[1]) });
    const worker = await openApp('scheduled', { address: second.address, taskQueue: 'main' });
    onTestFinished(() => worker.close());
    const after = await connect({ address: second.address });
    onTestFinished(() => after.close());
    const missed = async (name: string): Promise<number> => {
      const { recent } = await after.scheduleHandle(name).describe();
      return recent.filter(({ due }) => due.getTime() > down && due.getTime() < up).length;
    };
    await eventually(() => missed(names.byDefault.name), 1);
    await eventually(async () => (await missed(names.allowing.name)) >= 3, true);
    // Another start on time shows that the catching up is over, and that its run has ended.
    const onTime = async (): Promise<boolean> =>
      (await after.scheduleHandle(names.byDefault.name).describe()).recent.some(({ due }) => due.getTime() > up);
    await eventually(onTime, true);
    expect(await missed(names.byDefault.name)).toBe(1);
    const { counts } = await after.scheduleHandle(names.short.name).describe();
    expect(counts.missed).toBeGreaterThanOrEqual(1);
    expect(await missed(names.short.name)).toBeLessThan(await missed(names.allowing.name));
  },
);
