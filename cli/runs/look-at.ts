import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { App } from '../../client/index.js';
import { fromClient } from '../../client/failures.js';
import { findStuck } from '../../client/stuck/find-stuck.js';
import type { StuckRun } from '../../src/contract/stuck-run.js';
import { type PausedPlace, pausedPlaces } from './paused-places.js';

/** How a run stands at one moment, for who waits for its end. */
export interface RunNow {
  readonly id: string;
  readonly runId: string;
  readonly workflow: string;
  readonly taskQueue: string;
  /** What it is busy with, in a few words. */
  readonly doing: string;
  /** Runs that wait for a person: this one, or the children it waits for. */
  readonly paused: readonly PausedPlace[];
  readonly stuck: StuckRun | undefined;
  /** The moment since when a piece of work waits for a worker, as the server says it; `undefined` if none does. */
  readonly waitsForWorkerSince: string | undefined;
  readonly historyLength: number;
}

const scheduled = 1;

/** Looks at a run without needing its worker. */
export async function lookAt(app: App, id: string): Promise<RunNow> {
  try {
    return toNow(app, await app.client.workflow.getHandle(id).describe());
  } catch (error) {
    throw fromClient(error, id);
  }
}

async function toNow(app: App, description: WorkflowExecutionDescription): Promise<RunNow> {
  const { workflowId, runId, type, taskQueue, historyLength, raw } = description;
  const task = raw.pendingWorkflowTask;
  return {
    id: workflowId,
    runId,
    workflow: type,
    taskQueue,
    historyLength,
    doing: doing(description),
    paused: await pausedPlaces(app, description),
    stuck: await findStuck(app.client, description),
    waitsForWorkerSince: task?.state === scheduled ? String(task.scheduledTime?.seconds ?? '') : undefined,
  };
}

function doing({ raw, historyLength }: WorkflowExecutionDescription): string {
  const calls = (raw.pendingActivities ?? []).map(
    ({ activityType, attempt }) => `${activityType?.name ?? ''}${(attempt ?? 1) > 1 ? ` (attempt ${attempt})` : ''}`,
  );
  const children = (raw.pendingChildren ?? []).map(({ workflowTypeName }) => workflowTypeName ?? '');
  const names = [...calls, ...children];
  if (names.length === 0) return `waiting, ${historyLength} events`;
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count > 1 ? `${name} ×${count}` : name)).join(', ');
}
