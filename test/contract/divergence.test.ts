import { expect, test } from 'vitest';
import { describeStep, innermostReason, isCodeMismatch, stepIn } from '../../src/contract/divergence.js';
import { locateStep } from '../../src/contract/locate-step.js';

const events = [
  { eventId: 1 },
  { eventId: 5, activityTaskScheduledEventAttributes: { activityType: { name: 'step' }, activityId: '1' } },
  { eventId: '11', activityTaskScheduledEventAttributes: { activityType: { name: 'charge' }, activityId: '2' } },
  { eventId: 17, activityTaskScheduledEventAttributes: { activityType: { name: 'step' }, activityId: '3' } },
];

test.each([
  [
    'No command scheduled for event HistoryEvent(id: 5, ActivityTaskScheduled)',
    "event 5, ActivityTaskScheduled 'step'",
  ],
  ["Activity type of scheduled event 'charge' does not match …", "event 11, ActivityTaskScheduled 'charge'"],
  // Called twice: which of the two calls it was is not known.
  ["Activity type of scheduled event 'step' does not match …", "ActivityTaskScheduled 'step'"],
  ["Activity id of scheduled event '3' does not match …", "event 17, ActivityTaskScheduled 'step'"],
  ["Child workflow type of scheduled event 'page' …", "StartChildWorkflowExecutionInitiated 'page'"],
  [
    'During event handling …: HistoryEvent { event_id: 9, event_time: None, event_type: TimerFired, version: 0',
    'event 9, TimerFired',
  ],
])('%s', (sentence, expected) => {
  const text = `[TMPRL1100] Nondeterminism error: ${sentence}`;
  expect(isCodeMismatch(text)).toBe(true);
  expect(describeStep(locateStep(stepIn(text)!, events))).toBe(expected);
});

test('what says nothing of a step has none, and is no mismatch', () => {
  expect(stepIn('Unhandled Promise rejection: Error: out of paper')).toBeUndefined();
  expect(isCodeMismatch('Unhandled Promise rejection: Error: out of paper')).toBe(false);
});

test('the sentence is found inside what is wrapped around it', () => {
  const wrapped =
    'Replay failed due workflow task failure. Details: Workflow activation completion failed: Failure { failure: Some(Failure { message: "it said \\"no\\"", source: "" }) }';
  expect(innermostReason(wrapped)).toBe('it said "no"');
  expect(innermostReason('plain')).toBe('plain');
});
