import { expect, test } from 'vitest';
import type { RunEvent } from '../../../cli/timeline/run-event.js';
import { build, recordedEvents } from './recorded.js';

const started: RunEvent = {
  kind: 'run-started',
  at: 1_000,
  workflow: 'w',
  taskQueue: 'q',
  input: 1,
  attempt: 1,
  by: undefined,
};

test('a recorded run becomes its steps in order, each with how it ended', async () => {
  const { steps, end, workflow } = build(await recordedEvents('story'));
  expect(workflow).toBe('story');
  expect(steps).toMatchObject([
    { kind: 'task', name: 'flaky', status: 'succeeded', attempts: 3 },
    { kind: 'timer', length: 20, status: 'succeeded' },
    { kind: 'pause', name: 'first', status: 'succeeded', answer: { value: 'then', by: 'worker' } },
    { kind: 'pause', name: 'second', status: 'timed-out', answer: undefined },
    { kind: 'child', workflow: 'hello', status: 'succeeded' },
  ]);
  expect(end).toMatchObject({
    how: 'succeeded',
    result: { first: 'then', second: 'nobody', greeting: 'Hello, child' },
  });
});

test('a recorded run that was cancelled at a pause says who asked, and that the pause was cancelled', async () => {
  const { steps, end } = build(await recordedEvents('cancelled'));
  expect(steps).toMatchObject([
    { kind: 'task', name: 'greet', summary: 'draft', status: 'succeeded', attempts: 1 },
    { kind: 'pause', name: 'human_review', status: 'cancelled' },
    { kind: 'cancel-request', by: 'worker' },
  ]);
  expect(end).toMatchObject({ how: 'cancelled', failure: undefined });
});

test('half of a history is a run that has not ended, its last step open', async () => {
  const events = await recordedEvents('story');
  const half = events.slice(
    0,
    events.findIndex(({ kind }) => kind === 'answered'),
  );
  const { steps, end } = build(half);
  expect(end).toBeUndefined();
  expect(steps.at(-1)).toMatchObject({ kind: 'pause', name: 'first', status: 'open', endedAt: undefined });
});

test('an answer by signal that came before its pause belongs to it', () => {
  const { steps } = build([
    started,
    { kind: 'answered', at: 1_010, pause: 'later', value: 0, by: 'me' },
    { kind: 'pauses-changed', at: 1_020, open: ['later'] },
    { kind: 'pauses-changed', at: 1_030, open: [] },
  ]);
  expect(steps).toMatchObject([{ kind: 'pause', startedAt: 1_020, endedAt: 1_030, answer: { value: 0, by: 'me' } }]);
});

test('pauses that are open together end one by one', () => {
  const { steps } = build([
    started,
    { kind: 'pauses-changed', at: 1, open: ['a'] },
    { kind: 'pauses-changed', at: 2, open: ['a', 'b'] },
    { kind: 'answered', at: 3, pause: 'a', value: true, by: undefined },
    { kind: 'pauses-changed', at: 4, open: ['b'] },
  ]);
  expect(steps).toMatchObject([
    { name: 'a', status: 'succeeded', endedAt: 4 },
    { name: 'b', status: 'open' },
  ]);
});

test('what is open when the run ends was ended by it', () => {
  const { steps } = build([
    started,
    { kind: 'task-scheduled', at: 1_100, step: '5', activityId: '1', name: 't', summary: undefined },
    { kind: 'run-ended', at: 1_200, how: 'terminated', failure: { code: 'Run.Terminated', message: 'enough' } },
  ]);
  expect(steps).toMatchObject([{ name: 't', status: 'cancelled', endedAt: 1_200 }]);
});

test('a failure of the engine is a step of its own', () => {
  const { steps } = build([started, { kind: 'engine-failed', at: 1_100, message: '[TMPRL1100] Nondeterminism error' }]);
  expect(steps).toMatchObject([
    { kind: 'engine-failure', status: 'failed', input: '[TMPRL1100] Nondeterminism error' },
  ]);
});

test('a pause that woke by itself has succeeded without an answer, and its timer is no step of its own', () => {
  const { steps } = build([
    started,
    { kind: 'pauses-changed', at: 2_000, open: ['wait'] },
    { kind: 'timer-started', at: 2_000, step: '6', length: 500, summary: 'wait wakes by itself' },
    { kind: 'timer-ended', at: 2_500, step: '6', how: 'succeeded' },
    { kind: 'pauses-changed', at: 2_500, open: [] },
  ]);
  expect(steps).toMatchObject([
    { kind: 'pause', name: 'wait', status: 'succeeded', answer: undefined, endedAt: 2_500 },
  ]);
});
