import type { Client } from '@temporalio/client';
import { pausedAttribute } from '../src/contract/control.js';
import { describeRun, type RunDescription } from './describe-run.js';
import type { RunStatus } from './status.js';

export interface RunFilter {
  readonly status?: RunStatus | undefined;
  /** A workflow's name. */
  readonly workflow?: string | undefined;
  /** The name of the schedule that started them. */
  readonly schedule?: string | undefined;
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

/** The runs that fit, in the server's order: open ones first, then those that ended last. */
export async function listRuns(
  client: Client,
  uiUrl: string | undefined,
  filter: RunFilter,
  limit: number,
): Promise<RunDescription[]> {
  const collect = async (query: string): Promise<RunDescription[]> => {
    const found: RunDescription[] = [];
    if (limit <= 0) return found;
    for await (const info of client.workflow.list({ query, pageSize: Math.min(limit, 200) })) {
      const run = describeRun(info, client, uiUrl);
      if (filter.status === undefined || run.status === filter.status) found.push(run);
      if (found.length === limit) break;
    }
    return found;
  };
  try {
    return await collect(toQuery(filter, filter.status === 'paused'));
  } catch (error) {
    if (filter.status !== 'paused') throw error;
    // A namespace without the attribute refuses the query; then each open run is looked at.
    return collect(toQuery(filter, false));
  }
}

function toQuery({ status, workflow, schedule }: RunFilter, byAttribute: boolean): string {
  const parts = [
    status && `ExecutionStatus = '${queryWords[status]}'`,
    workflow && `WorkflowType = '${quoted(workflow)}'`,
    schedule && `TemporalScheduledById = '${quoted(schedule)}'`,
    byAttribute && `${pausedAttribute} IS NOT NULL`,
  ];
  return parts.filter(Boolean).join(' AND ');
}

function quoted(text: string): string {
  return text.replaceAll("'", "\\'");
}
