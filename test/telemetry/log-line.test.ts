import { expect, test } from 'vitest';
import { jsonLine } from '../../worker/runtime/json-line.js';
import { readLine } from '../../worker/runtime/log-line.js';
import { textLine } from '../../worker/runtime/text-line.js';

const entry = (meta: object) =>
  readLine({ level: 'WARN', message: 'Look.', timestampNanos: 1_700_000_000_123_456_789n, meta: meta as never });
const json = (meta: object): unknown => JSON.parse(jsonLine(entry(meta)));
const head = { time: '2023-11-14T22:13:20.123Z', level: 'warn', message: 'Look.' };

test('what JSON cannot hold costs no line', () => {
  const circle: Record<string, unknown> = { name: 'circle', twice: { a: 1 } };
  circle['self'] = circle;
  circle['again'] = circle['twice'];
  expect(json({ big: 12n, circle, list: [1, circle], none: undefined })).toEqual({
    ...head,
    source: 'worker',
    big: '12',
    circle: { name: 'circle', twice: { a: 1 }, self: '[circular]', again: { a: 1 } },
    list: [1, { name: 'circle', twice: { a: 1 }, self: '[circular]', again: { a: 1 } }],
  });
});

test('errors keep their causes, also when one is its own', () => {
  const inner: Error & { code?: string } = Object.assign(new Error('inner'), { code: 'Shop.Closed' });
  const outer = new Error('outer', { cause: inner });
  inner.cause = outer;
  expect(json({ error: outer })).toMatchObject({
    error: { name: 'Error', message: 'outer', cause: { message: 'inner', code: 'Shop.Closed', cause: '[circular]' } },
  });
});

test("Temporal's names become ours, and a field with the name of one of ours is kept beside it", () => {
  const meta = { sdkComponent: 'activity', workflowRunId: 'r', activityType: 'greet', activityId: '3', attempt: 2 };
  expect(json({ ...meta, taskToken: 'x', time: 'noon', step: 'mine' })).toEqual({
    ...head,
    source: 'task',
    runId: 'r',
    task: 'greet',
    step: '3',
    attempt: 2,
    time_: 'noon',
    step_: 'mine',
  });
});

test('a line of text names attempts after the first, and the reason', () => {
  const meta = {
    workflowType: 'story',
    workflowId: 'story-1',
    activityType: 'greet',
    attempt: 2,
    error: new Error('down'),
  };
  expect(textLine(entry({ ...meta, left: 3 }))).toBe(
    '2023-11-14T22:13:20.123Z warn  [story story-1 greet attempt 2] Look.: down {"left":3}',
  );
});
