import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { type HistoryStep, stepIn } from '../../src/contract/divergence.js';
import { locateStep } from '../../src/contract/locate-step.js';
import { type HistoryEvent, readHistory } from '../history/read-history.js';
import { readMessage } from '../history/read-message.js';
import { type StuckRun, toStuckRun } from '../../src/contract/stuck-run.js';

const newestEvents = 20;
/** A step further on is told by its number only: nobody should read megabytes to learn a name. */
const furthestStep = 2_000;

/**
 * Failures that are part of ordinary business, by Temporal's numbers: the next attempt is expected to succeed. Something
 * arrived meanwhile; a worker's cache was reset; the server closed the task itself; an operator reset the run.
 */
const passingCauses: readonly unknown[] = [1, 13, 17, 18, 20];

/**
 * Why a run does not go on although a worker is there, if that is so. The first failure of a series is an event, the
 * later ones only count. Costs nothing for a run whose workflow task is not being repeated.
 */
export async function findStuck(
  client: Client,
  { workflowId, runId, type, status, raw }: WorkflowExecutionDescription,
): Promise<StuckRun | undefined> {
  const attempt = raw.pendingWorkflowTask?.attempt ?? 0;
  if (attempt < 2 || status.name !== 'RUNNING') return undefined;
  const event = await newestFailure(client, { workflowId, runId });
  const failed = event?.workflowTaskFailedEventAttributes;
  if (event === undefined || !failed?.failure || passingCauses.includes(failed.cause)) return undefined;
  const reason = await readMessage(client, failed.failure);
  const said = stepIn(reason);
  const step = said === undefined ? null : await locate(client, { workflowId, runId }, said);
  return toStuckRun({ id: workflowId, workflow: type, reason, step, attempt, since: timeOf(event) });
}

interface Which {
  readonly workflowId: string;
  readonly runId: string;
}

async function newestFailure(client: Client, which: Which): Promise<HistoryEvent | undefined> {
  let looked = 0;
  for await (const event of readHistory(client, { ...which, order: 'newest-first', pageSize: 5 })) {
    if (event.workflowTaskFailedEventAttributes) return event;
    // Workers that went away in the middle of a task: the next one will do.
    if (event.workflowTaskTimedOutEventAttributes || ++looked === newestEvents) return undefined;
  }
  return undefined;
}

async function locate(client: Client, which: Which, step: HistoryStep): Promise<HistoryStep> {
  const last = step.eventId ?? furthestStep;
  if (last > furthestStep) return step;
  const events: HistoryEvent[] = [];
  for await (const event of readHistory(client, { ...which, order: 'oldest-first', pageSize: 50 })) {
    events.push(event);
    if (events.length >= last) break;
  }
  return locateStep(step, events);
}

function timeOf({ eventTime }: HistoryEvent): Date {
  return new Date(Number(eventTime?.seconds ?? 0) * 1_000 + (eventTime?.nanos ?? 0) / 1_000_000);
}
