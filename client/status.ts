import type { WorkflowExecutionStatusName } from '@temporalio/client';

/** How a run can stand, in words of this library. */
export const runStatuses = [
  'running',
  'paused',
  'succeeded',
  'failed',
  'cancelled',
  'terminated',
  'timed-out',
  'continued',
] as const;

export type RunStatus = (typeof runStatuses)[number];

const words: Partial<Record<WorkflowExecutionStatusName, RunStatus>> = {
  RUNNING: 'running',
  COMPLETED: 'succeeded',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed-out',
  CONTINUED_AS_NEW: 'continued',
};

/** Temporal's status in our word; an open run with open pauses is `paused`. */
export function toStatus(name: WorkflowExecutionStatusName, openPauses: readonly string[]): RunStatus {
  if (name === 'RUNNING' && openPauses.length > 0) return 'paused';
  return words[name] ?? 'running';
}
