import { expect, test } from 'vitest';
import { createColours } from '../../../cli/terminal/colours.js';
import { addPresent } from '../../../cli/timeline/add-present.js';
import { renderTimeline } from '../../../cli/timeline/render-timeline.js';
import type { RunEvent } from '../../../cli/timeline/run-event.js';
import { timelineToJson } from '../../../cli/timeline/timeline-to-json.js';
import { build, recordedEvents } from './recorded.js';

const colours = createColours({ isTTY: false });
const started: RunEvent = {
  kind: 'run-started',
  at: 0,
  workflow: 'w',
  taskQueue: 'q',
  input: undefined,
  attempt: 1,
  by: undefined,
};

test('each step is a line with start, outcome, duration, attempts and detail', async () => {
  const lines = renderTimeline(build(await recordedEvents('story')), { colours, width: 120, now: 0 });
  expect(lines[0]).toMatch(/START +STEP +OUTCOME +TOOK +ATTEMPTS +DETAIL$/);
  expect(lines[1]).toMatch(/\+\d.* • +flaky +succeeded +\d+ ms +3 +retried after Error: not yet$/);
  expect(lines[3]).toMatch(/\? +first +answered .*"then" by /);
  expect(lines.slice(-5).join('\n')).toContain('"greeting": "Hello, child"');
});

test('no line is wider than the terminal', async () => {
  const timeline = build(await recordedEvents('story'));
  const rows = renderTimeline(timeline, { colours, width: 80, now: 0 }).slice(0, timeline.steps.length + 1);
  for (const row of rows) expect(row.length).toBeLessThanOrEqual(80);
});

test('a call in flight shows its progress, its last failure and when it is tried again', () => {
  const past = build([
    started,
    { kind: 'task-scheduled', at: 100, step: '5', activityId: '1', name: 'fetch', summary: 'page 1' },
  ]);
  const failure = { code: 'Http.Failed', message: '503' };
  const now = addPresent(
    past,
    [{ activityId: '1', attempt: 2, failure, progress: { done: 5 }, nextAttemptAt: 3_000 }],
    [],
  );
  const [, line] = renderTimeline(now, { colours, width: undefined, now: 1_000 });
  expect(line).toMatch(
    /fetch +running +900 ms +2 +page 1 progress \{"done":5\} last attempt: Http\.Failed: 503 next attempt in 2\.0 s$/,
  );
});

test('an open pause shows its question and until when it waits', () => {
  const past = build([started, { kind: 'pauses-changed', at: 100, open: ['review'] }]);
  const question = {
    id: 'review',
    name: 'review',
    prompt: 'Good?',
    data: null,
    schema: null,
    since: '',
    deadline: '2030-01-01T00:00:00.000Z',
  };
  const [, line] = renderTimeline(addPresent(past, [], [question]), { colours, width: undefined, now: 200 });
  expect(line).toMatch(/review +waiting +100 ms +Good\? until 2030-01-01/);
});

test('the JSON form has ISO times, offsets and durations', async () => {
  const json = timelineToJson(build(await recordedEvents('cancelled'))) as { readonly steps: readonly object[] };
  expect(JSON.parse(JSON.stringify(json.steps[0]))).toMatchObject({
    name: 'greet',
    startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    offset: expect.any(Number),
    duration: expect.any(Number),
    error: null,
  });
});
