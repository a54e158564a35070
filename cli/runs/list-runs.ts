import type { WorkflowExecutionInfo } from '@temporalio/client';
import type { App, RunStatus } from '../../client/index.js';
import { pausedNames } from '../../client/paused-names.js';
import { toStatus } from '../../client/status.js';
import { pausedAttribute } from '../../src/contract/control.js';

export interface RunFilter {
  readonly status?: RunStatus | undefined;
  readonly workflow?: string | undefined;
}

/** A run as a list shows it; times are ISO 8601. */
export interface RunRow {
  readonly id: string;
  readonly runId: string;
  readonly workflow: string;
  readonly status: RunStatus;
  readonly taskQueue: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly pauses: readonly string[];
}

/** Temporal's word for each of ours; paused and running runs are both open. */
const queryWords: { readonly [S in RunStatus]: string } = {
  running: 'Running',
  paused: 'Running',
  succeeded: 'Completed',
  failed: 'Failed',
  cancelled: 'Canceled',
  terminated: 'Terminated',
  'timed-out': 'TimedOut',
  continued: 'ContinuedAsNew',
};

export const statusWords: readonly RunStatus[] = Object.keys(queryWords) as RunStatus[];

/** The runs that fit, in the server's order: open ones first, then those that ended last. */
export async function listRuns(app: App, filter: RunFilter, limit: number): Promise<RunRow[]> {
  try {
    return await collect(app, filter, limit, toQuery(filter, filter.status === 'paused'));
  } catch (error) {
    if (filter.status !== 'paused') throw error;
    // A namespace without the attribute refuses the query; then each open run is looked at.
    return collect(app, filter, limit, toQuery(filter, false));
  }
}

async function collect(app: App, { status }: RunFilter, limit: number, query: string): Promise<RunRow[]> {
  const rows: RunRow[] = [];
  for await (const info of app.client.workflow.list({ query, pageSize: Math.min(limit, 200) })) {
    const row = toRow(info);
    if (status === undefined || row.status === status) rows.push(row);
    if (rows.length === limit) break;
  }
  return rows;
}

function toQuery({ status, workflow }: RunFilter, byAttribute: boolean): string {
  const parts = [
    status && `ExecutionStatus = '${queryWords[status]}'`,
    workflow && `WorkflowType = '${workflow.replaceAll("'", "\\'")}'`,
    byAttribute && `${pausedAttribute} IS NOT NULL`,
  ];
  return parts.filter(Boolean).join(' AND ');
}

function toRow(info: WorkflowExecutionInfo): RunRow {
  const pauses = info.status.name === 'RUNNING' ? pausedNames(info) : [];
  return {
    id: info.workflowId,
    runId: info.runId,
    workflow: info.type,
    status: toStatus(info.status.name, pauses),
    taskQueue: info.taskQueue,
    startedAt: info.startTime.toISOString(),
    endedAt: info.closeTime?.toISOString() ?? null,
    pauses,
  };
}
