import { expect, test } from 'vitest';
import { type Call, callsOf } from '../../../cli/stats/call.js';
import { renderSlowest, renderSteps } from '../../../cli/stats/render-stats.js';
import { spreadOf } from '../../../cli/stats/spread.js';
import { slowestCalls, stepStats } from '../../../cli/stats/step-stats.js';
import { createColours } from '../../../cli/terminal/colours.js';
import type { RunEvent } from '../../../cli/timeline/run-event.js';
import { build, recordedEvents } from '../timeline/recorded.js';

const started: RunEvent = {
  kind: 'run-started',
  at: 0,
  workflow: 'w',
  taskQueue: 'q',
  input: undefined,
  attempt: 1,
  by: undefined,
};

function scheduled(step: string, at: number, name: string): RunEvent {
  return { kind: 'task-scheduled', at, step, activityId: step, name, summary: undefined };
}

function call(facts: Partial<Call>): Call {
  return {
    kind: 'task',
    name: 'work',
    within: undefined,
    summary: undefined,
    startedAt: 0,
    until: 0,
    status: 'succeeded',
    attempts: 1,
    time: 0,
    queued: 0,
    retrying: 0,
    ...facts,
  };
}

test('a call with one attempt waits in the queue and then runs', () => {
  const timeline = build([
    started,
    scheduled('5', 100, 'work'),
    { kind: 'task-started', at: 130, step: '5', attempt: 1 },
    { kind: 'task-ended', at: 200, step: '5', how: 'succeeded' },
  ]);
  expect(callsOf(timeline, 999)).toMatchObject([{ name: 'work', queued: 30, retrying: 0, time: 70, attempts: 1 }]);
});

test('a call that was retried has the time before its last attempt as retries', () => {
  const timeline = build([
    started,
    scheduled('5', 100, 'work'),
    { kind: 'task-started', at: 400, step: '5', attempt: 3 },
    { kind: 'task-ended', at: 450, step: '5', how: 'failed' },
  ]);
  expect(callsOf(timeline, 999)).toMatchObject([{ queued: 0, retrying: 300, time: 50, attempts: 3, status: 'failed' }]);
});

test('a call nobody has taken is all queue, a pause all waiting, until now', () => {
  const timeline = build([
    started,
    scheduled('5', 100, 'work'),
    { kind: 'pauses-changed', at: 200, open: ['review#2'] },
  ]);
  expect(callsOf(timeline, 1_000)).toMatchObject([
    { name: 'work', queued: 900, time: 0, status: 'open' },
    { kind: 'pause', name: 'review', time: 800, queued: 0, status: 'open' },
  ]);
});

test('a local task has the time between its scheduling and its event', () => {
  const timeline = build([
    started,
    {
      kind: 'local-task',
      at: 150,
      startedAt: 100,
      step: '5',
      name: 'l',
      summary: undefined,
      attempt: 2,
      how: 'succeeded',
    },
  ]);
  expect(callsOf(timeline, 999)).toMatchObject([{ name: 'l', attempts: 2, time: 50, queued: 0 }]);
});

test('signals, updates and other moments take no time', async () => {
  const kinds = callsOf(build(await recordedEvents('cancelled')), 0).map(({ kind }) => kind);
  expect(kinds).toEqual(['task', 'pause']);
});

test('a recorded run adds up: every step once, its attempts and shares', async () => {
  const timeline = build(await recordedEvents('story'));
  const duration = (timeline.end?.at ?? 0) - timeline.startedAt;
  const steps = stepStats([{ calls: callsOf(timeline, 0), duration }]);
  expect(steps.map(({ name }) => name).toSorted()).toEqual(['first', 'flaky', 'hello', 'second', 'sleep']);
  expect(steps.find(({ name }) => name === 'flaky')).toMatchObject({ calls: 1, attempts: 3, failures: 0 });
  for (const { share } of steps) expect(share).toBeGreaterThan(0);
  expect(steps.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1.001);
});

test('calls side by side count once in the share, each in the total', () => {
  const calls = [
    call({ startedAt: 0, until: 100, time: 100 }),
    call({ startedAt: 50, until: 150, time: 100 }),
    call({ startedAt: 60, until: 70, time: 10, status: 'timed-out' }),
    call({ name: 'other', startedAt: 150, until: 200, time: 50, status: 'open' }),
  ];
  expect(stepStats([{ calls, duration: 200 }])).toMatchObject([
    { name: 'work', calls: 3, failures: 1, share: 0.75, time: { total: 210, mean: 70, median: 100, max: 100 } },
    { name: 'other', open: 1, share: 0.25 },
  ]);
});

test('the calls of child runs are a step of their own', () => {
  const steps = stepStats([{ calls: [call({}), call({ within: 'map of work' })], duration: 10 }]);
  expect(steps.map(({ within }) => within)).toEqual([null, 'map of work']);
});

test('the figures of many runs are over all their calls', () => {
  const runs = Array.from({ length: 20 }, (_, index) => ({
    calls: [call({ until: index + 1, time: index + 1 })],
    duration: 20,
  }));
  expect(stepStats(runs)).toMatchObject([
    { calls: 20, time: { total: 210, median: 10, p95: 19, max: 20 }, share: 0.525 },
  ]);
});

test('a spread of nothing is zero, of one it is that one', () => {
  expect(spreadOf([])).toEqual({ total: 0, mean: 0, median: 0, p95: 0, max: 0 });
  expect(spreadOf([7])).toEqual({ total: 7, mean: 7, median: 7, p95: 7, max: 7 });
});

test('the slowest calls are the longest from call to end, without pauses and timers', () => {
  const calls = [
    call({ name: 'short', until: 10 }),
    call({ kind: 'pause', name: 'person', until: 9_000 }),
    call({ kind: 'timer', name: 'sleep', until: 8_000 }),
    call({ kind: 'child', name: 'kid', until: 300 }),
    call({ name: 'queued', until: 500, queued: 490, time: 10 }),
  ];
  expect(slowestCalls(calls, 2).map(({ name }) => name)).toEqual(['queued', 'kid']);
});

test('the tables name what they count, and an empty run says so', () => {
  const look = { colours: createColours({ isTTY: false }), width: undefined, of: 'many-runs' } as const;
  const calls = [call({ until: 2_000, time: 1_500, queued: 500, attempts: 1, status: 'failed', within: 'kid' })];
  const [title, line] = renderSteps(stepStats([{ calls, duration: 4_000 }]), look);
  expect(title).toMatch(/STEP +CALLS +ATTEMPTS +FAILED +TOTAL +MEDIAN +P95 +MAX +QUEUED +RETRIES +SHARE$/);
  expect(line).toMatch(/kid › work +1 +1 +1 +1\.5 s +1\.5 s +1\.5 s +1\.5 s +500 ms +50 %$/);
  expect(renderSlowest(calls, 0, look)[1]).toMatch(/^kid › work +2\.0 s +\+0 ms/);
  expect(renderSteps([], look)).toEqual(['No step so far.']);
});
