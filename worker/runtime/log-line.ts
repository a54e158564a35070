import type { LogEntry } from '@temporalio/worker';

/** One line of the log, before it is text: what happened, where, and what the code that wrote it added. */
export interface LogLine {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly level: string;
  readonly message: string;
  /** Who speaks: the app's workflow code or a body of a task, the worker, or the engine underneath. */
  readonly source: 'workflow' | 'task' | 'worker' | 'engine';
  /** Run and step, as far as the line belongs to one. */
  readonly where: Readonly<Record<string, unknown>>;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Temporal's names for the place of a line, and ours. */
const places: Readonly<Record<string, string>> = {
  workflowId: 'workflowId',
  runId: 'runId',
  workflowRunId: 'runId',
  workflowType: 'workflow',
  activityType: 'task',
  activityId: 'step',
  attempt: 'attempt',
  taskQueue: 'taskQueue',
  namespace: 'namespace',
  trace_id: 'traceId',
  span_id: 'spanId',
};

/** What says nothing to a reader. */
const dropped = new Set(['sdkComponent', 'taskToken', 'isLocal', 'trace_flags']);
const sources: Readonly<Record<string, LogLine['source']>> = { workflow: 'workflow', activity: 'task', core: 'engine' };

export function readLine({ level, message, timestampNanos, meta = {} }: LogEntry): LogLine {
  const where: Record<string, unknown> = {};
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(meta)) {
    if (dropped.has(name) || value === undefined) continue;
    const place = places[name];
    if (place === undefined) fields[name] = value;
    else where[place] = value;
  }
  return {
    time: new Date(Number(timestampNanos / 1_000_000n)).toISOString(),
    level: level.toLowerCase(),
    message,
    source: sources[String((meta as Record<string, unknown>)['sdkComponent'])] ?? 'worker',
    where,
    fields,
  };
}
