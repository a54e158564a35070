import type { RunDescription, RunStatus } from '../../client/index.js';

/** A run as lists and `--json` show it; times are ISO 8601. */
export interface RunRow {
  readonly id: string;
  readonly runId: string;
  readonly workflow: string;
  readonly status: RunStatus;
  readonly taskQueue: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly pauses: readonly string[];
  /** The schedule that started it. */
  readonly schedule: string | null;
}

export function toRow(run: RunDescription): RunRow {
  return {
    id: run.id,
    runId: run.runId,
    workflow: run.workflow,
    status: run.status,
    taskQueue: run.taskQueue,
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
    pauses: run.openPauses,
    schedule: run.schedule ?? null,
  };
}
