import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from 'perdure/client';
import { afterEach, expect, test } from 'vitest';
import { eventsOf, type History, milliseconds } from '../flux/history-events.js';

// PERDURE_LONG=1: 500 turns on a conversation of 400 KB; otherwise the same with 40 turns on 40 KB.
const long = process.env['PERDURE_LONG'] === '1';
const [turns, base] = long ? [500, 400_000] : [40, 40_000];
const tenth = turns / 10;
const address = process.env['PERDURE_TEST_ADDRESS'] ?? 'localhost:7233';

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

async function startWorker(settings: object): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('./fixtures/run-agent-worker.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify({ address, turns, ...settings })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  await once(child.stdout!, 'data');
  child.stdout!.resume();
  return child;
}

interface Story {
  readonly calls: number;
  readonly repeated: number;
  readonly bytes: number;
  /** Median milliseconds of a turn in the first and in the last tenth, and in the first tenth of a run after it. */
  readonly first: number;
  readonly last: number;
  readonly afresh: number;
  /** The workers that ran the agent's code, and those that ran its calls. */
  readonly ranWorkflow: readonly unknown[];
  readonly ranActivities: readonly unknown[];
}

interface Cast {
  readonly workers: readonly object[];
  /** A worker that comes when the run has begun elsewhere. */
  readonly later?: object;
  /** The call at which the first worker is killed, and another takes its place. */
  readonly killAt?: number;
}

async function read(name: string, { workers, later, killAt }: Cast): Promise<Story> {
  const taskQueue = `linear-${process.pid}-${name}`;
  const file = join(mkdtempSync(join(tmpdir(), 'perdure-linear-')), 'calls.log');
  const calls = (): string[] => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);
  const started = await Promise.all(workers.map((settings) => startWorker({ taskQueue, file, ...settings })));
  const app = await connect({ address, taskQueue });
  const run = await app.start('read_all', { base });
  if (later) await startWorker({ taskQueue, file, ...later });
  if (killAt !== undefined) {
    let ended = false;
    void run.result().then(
      () => (ended = true),
      () => (ended = true),
    );
    while (!ended && calls().length < killAt) await new Promise((resolve) => setTimeout(resolve, 5));
    started[0]!.kill('SIGKILL');
    await startWorker({ taskQueue, file, ...workers[0] });
  }
  expect(await run.result()).toEqual({ output: `read ${turns} pages`, toolCalls: turns });
  const handle = app.client.workflow.getHandle(run.id);
  const { historyLength, raw } = await handle.describe();
  const bytes = Number(raw.workflowExecutionInfo?.historySizeBytes);
  const history = (await handle.fetchHistory()) as History;
  const perTurn = turnsOf(history);
  const seen = calls();

  // Half a minute lies between the first and the last turns. A run that begins right after the last ones tells, beside
  // a failure, whether turns grew or the machine became slower.
  const another = await app.start('read_all', { base });
  while (calls().length < seen.length + tenth + 2) await new Promise((resolve) => setTimeout(resolve, 50));
  const again = app.client.workflow.getHandle(another.id);
  await again.terminate('its first turns are known');
  const story = {
    calls: seen.length,
    repeated: seen.length - new Set(seen).size,
    bytes,
    first: median(perTurn.slice(0, tenth)),
    last: median(perTurn.slice(-tenth)),
    afresh: median(turnsOf((await again.fetchHistory()) as History).slice(0, tenth)),
    ranWorkflow: identities(history, 'workflowTaskStarted'),
    ranActivities: identities(history, 'activityTaskStarted'),
  };
  await app.close();
  console.log(
    `${name}: ${turns} turns, ${historyLength} events, ${(bytes / 1_000).toFixed(0)} KB, per turn first tenth ${story.first.toFixed(1)} ms, last tenth ${story.last.toFixed(1)} ms, first tenth of a new run ${story.afresh.toFixed(1)} ms, model calls ${story.calls}, repeated ${story.repeated}`,
  );
  expect(eventsOf(history, 'activityTaskScheduled').length).toBe(2 * turns + 1);
  return story;
}

/** Milliseconds from one model call to the next. */
function turnsOf(history: History): number[] {
  const times = history.events!.flatMap((event) =>
    event.activityTaskScheduledEventAttributes?.activityType?.name === 'reader' ? [milliseconds(event)] : [],
  );
  return times.slice(1).map((time, index) => time - times[index]!);
}

function identities(history: History, kind: 'workflowTaskStarted' | 'activityTaskStarted'): unknown[] {
  return [...new Set(eventsOf(history, kind).map(({ identity }) => identity))];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** What is said: the question with its context, a page for each turn, and a call for each. */
const said = base + turns * (2_048 + 100);
const allowed = 1.3 * said + 1_500 * turns;

function expectLinear({ bytes, first, last }: Story): void {
  expect(bytes).toBeLessThan(allowed);
  if (long) expect(last).toBeLessThan(1.2 * first);
}

test(
  'F-82 the history of an agent grows with what is said, and turns stay as quick as the first',
  { timeout: 300_000 },
  async () => {
    const story = await read('one worker', { workers: [{}] });
    expect(story).toMatchObject({ calls: turns + 1, repeated: 0 });
    expectLinear(story);
  },
);

test('a worker killed in the middle costs at most the call in flight', { timeout: 300_000 }, async () => {
  const story = await read('killed', { workers: [{}], killAt: Math.floor(turns * 0.4) });
  expect(story.repeated).toBeLessThanOrEqual(1);
  expectLinear(story);
});

test('two workers share an agent', { timeout: 300_000 }, async () => {
  const story = await read('two workers', { workers: [{}, {}] });
  expect(story.repeated).toBe(0);
  expectLinear(story);
});

test('a workflow cache of one run is enough', { timeout: 300_000 }, async () => {
  const story = await read('cache of one', { workers: [{ maxCachedWorkflows: 1 }] });
  expect(story.repeated).toBe(0);
  expectLinear(story);
});

// Two processes take turns here, and a machine that changes its pace shows more: a run that begins afterwards counts too.
test(
  'a worker that runs no agents asks the one that does for what is new, in each call',
  { timeout: 300_000 },
  async () => {
    const story = await read('calls elsewhere', { workers: [{ enableNonLocalActivities: false }], later: {} });
    expect(story).toMatchObject({ calls: turns + 1, repeated: 0 });
    expect(story.ranWorkflow).toHaveLength(1);
    expect(story.ranActivities).toHaveLength(1);
    expect(story.ranActivities).not.toEqual(story.ranWorkflow);
    expect(story.bytes).toBeLessThan(allowed);
    const { first, last, afresh } = story;
    if (long) expect(last).toBeLessThan(1.2 * Math.max(first, afresh));
  },
);
