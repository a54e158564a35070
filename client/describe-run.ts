import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { pausedNames } from './paused-names.js';
import { type RunStatus, toStatus } from './status.js';
import type { StuckRun } from '../src/contract/stuck-run.js';
import { runUrl } from './web-ui.js';

export interface RunDescription {
  readonly id: string;
  readonly runId: string;
  readonly workflow: string;
  readonly status: RunStatus;
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
  readonly taskQueue: string;
  /** Events in history; a list may be a moment behind. */
  readonly historyLength: number;
  readonly openPauses: readonly string[];
  /** The schedule that started it. */
  readonly schedule: string | undefined;
  readonly url: string | undefined;
  /** Why it does not go on although a worker is there; a description of one run tells, a list does not. */
  readonly stuck?: StuckRun | undefined;
}

/** What the server says about a run, in words of this library. */
export function describeRun(
  info: Omit<WorkflowExecutionInfo, 'raw'>,
  client: Client,
  uiUrl: string | undefined,
): RunDescription {
  const openPauses = info.status.name === 'RUNNING' ? pausedNames(info) : [];
  return {
    id: info.workflowId,
    runId: info.runId,
    workflow: info.type,
    status: toStatus(info.status.name, openPauses),
    startedAt: info.startTime,
    endedAt: info.closeTime,
    taskQueue: info.taskQueue,
    historyLength: info.historyLength,
    openPauses,
    schedule: info.searchAttributes['TemporalScheduledById']?.[0] as string | undefined,
    url: runUrl(uiUrl, client.options.namespace, info.workflowId, info.runId),
  };
}
