import type { temporal } from '@temporalio/proto';
import type { Decoder } from './decoder.js';
import { eventTime } from './event-time.js';
import { readMessage } from './read-message.js';
import { readLocalTask } from './read-local-task.js';
import type { MapPart, RunEvent, StepEnd } from './run-event.js';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;
type Part = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, 'at'> : never) : never;

/** What an event says; `undefined` for bookkeeping that tells a person nothing. */
export async function readEvent(event: HistoryEvent, decoder: Decoder): Promise<RunEvent | undefined> {
  const part =
    (await readRun(event, decoder)) ?? (await readStep(event, decoder)) ?? (await readMessage(event, decoder));
  return part && ({ ...part, at: eventTime(event.eventTime) ?? 0 } as RunEvent);
}

async function readRun(event: HistoryEvent, decoder: Decoder): Promise<Part | undefined> {
  const started = event.workflowExecutionStartedEventAttributes;
  if (started) {
    return {
      kind: 'run-started',
      workflow: started.workflowType?.name ?? '',
      taskQueue: started.taskQueue?.name ?? '',
      input: await decoder.input(started.input),
      attempt: started.attempt ?? 1,
      by: started.identity || undefined,
    };
  }
  const completed = event.workflowExecutionCompletedEventAttributes;
  if (completed) return { kind: 'run-ended', how: 'succeeded', result: await decoder.input(completed.result) };
  const failed = event.workflowExecutionFailedEventAttributes;
  if (failed) return { kind: 'run-ended', how: 'failed', ...(await failureOf(failed, decoder)) };
  if (event.workflowExecutionCanceledEventAttributes) return { kind: 'run-ended', how: 'cancelled' };
  if (event.workflowExecutionTimedOutEventAttributes) return { kind: 'run-ended', how: 'timed-out' };
  const terminated = event.workflowExecutionTerminatedEventAttributes;
  if (terminated) {
    const failure = { code: 'Run.Terminated', message: terminated.reason || 'no reason given' };
    return { kind: 'run-ended', how: 'terminated', failure };
  }
  if (event.workflowExecutionContinuedAsNewEventAttributes) return { kind: 'run-ended', how: 'continued' };
  return undefined;
}

async function readStep(event: HistoryEvent, decoder: Decoder): Promise<Part | undefined> {
  const step = String(event.eventId);
  const summary = async (): Promise<string | undefined> => decoder.text(event.userMetadata?.summary);
  const task = event.activityTaskScheduledEventAttributes;
  if (task) {
    const name = task.activityType?.name ?? '';
    return { kind: 'task-scheduled', step, activityId: task.activityId ?? '', name, summary: await summary() };
  }
  const begun = event.activityTaskStartedEventAttributes;
  if (begun) {
    const lastFailure = await decoder.failure(begun.lastFailure);
    const said = { kind: 'task-started', step: String(begun.scheduledEventId), attempt: begun.attempt ?? 1 } as const;
    return { ...said, ...(lastFailure && { lastFailure }) };
  }
  const timer = event.timerStartedEventAttributes;
  if (timer) {
    return { kind: 'timer-started', step, length: eventTime(timer.startToFireTimeout) ?? 0, summary: await summary() };
  }
  const fired = event.timerFiredEventAttributes;
  if (fired) return { kind: 'timer-ended', step: String(fired.startedEventId), how: 'succeeded' };
  const timerCancelled = event.timerCanceledEventAttributes;
  if (timerCancelled) return { kind: 'timer-ended', step: String(timerCancelled.startedEventId), how: 'cancelled' };
  const child = event.startChildWorkflowExecutionInitiatedEventAttributes;
  if (child) {
    const workflow = child.workflowType?.name ?? '';
    const part = workflow === mapWorkflow ? toPart(await decoder.input(child.input)) : undefined;
    return { kind: 'child-scheduled', step, workflow, id: child.workflowId ?? '', ...(part && { part }) };
  }
  return (await readLocalTask(event, decoder)) ?? readEnd(event, decoder);
}

/** The built-in workflow behind the parts of a large map. */
const mapWorkflow = 'perdure.map';

function toPart(input: unknown): MapPart | undefined {
  const { name, items } = (input ?? {}) as { readonly name?: unknown; readonly items?: unknown };
  return typeof name === 'string' && Array.isArray(items) ? { of: name, items: items.length } : undefined;
}

async function readEnd(event: HistoryEvent, decoder: Decoder): Promise<Part | undefined> {
  for (const [attributes, how] of taskEnds(event)) {
    if (attributes)
      return {
        kind: 'task-ended',
        step: String(attributes.scheduledEventId),
        how,
        ...(await failureOf(attributes, decoder)),
      };
  }
  for (const [attributes, how] of childEnds(event)) {
    if (attributes)
      return {
        kind: 'child-ended',
        step: String(attributes.initiatedEventId),
        how,
        ...(await failureOf(attributes, decoder)),
      };
  }
  return undefined;
}

type Ended<Key extends string> = { readonly [K in Key]?: unknown } & {
  readonly failure?: temporal.api.failure.v1.IFailure | null;
};

function taskEnds(event: HistoryEvent): (readonly [Ended<'scheduledEventId'> | null | undefined, StepEnd])[] {
  return [
    [event.activityTaskCompletedEventAttributes, 'succeeded'],
    [event.activityTaskFailedEventAttributes, 'failed'],
    [event.activityTaskTimedOutEventAttributes, 'timed-out'],
    [event.activityTaskCanceledEventAttributes, 'cancelled'],
  ];
}

function childEnds(event: HistoryEvent): (readonly [Ended<'initiatedEventId'> | null | undefined, StepEnd])[] {
  return [
    [event.childWorkflowExecutionCompletedEventAttributes, 'succeeded'],
    [event.childWorkflowExecutionFailedEventAttributes, 'failed'],
    [event.childWorkflowExecutionTimedOutEventAttributes, 'timed-out'],
    [event.childWorkflowExecutionCanceledEventAttributes, 'cancelled'],
    [event.childWorkflowExecutionTerminatedEventAttributes, 'terminated'],
    [event.startChildWorkflowExecutionFailedEventAttributes, 'failed'],
  ];
}

async function failureOf(
  { failure }: { readonly failure?: temporal.api.failure.v1.IFailure | null },
  decoder: Decoder,
): Promise<{ failure?: NonNullable<Awaited<ReturnType<Decoder['failure']>>> }> {
  const decoded = await decoder.failure(failure);
  return decoded === undefined ? {} : { failure: decoded };
}
