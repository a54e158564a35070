import { PerdureError } from '../errors.js';
import type { TaskDefinition } from './definition.js';

/** The error of an attempt whose time is up. */
export function taskTimedOut(
  task: Pick<TaskDefinition, 'name' | 'timeout'>,
  cause?: unknown,
  attempts?: number,
): PerdureError {
  return new PerdureError({
    code: 'Task.TimedOut',
    message: `task '${task.name}' did not finish within its timeout of ${seconds(task.timeout)}. If it may take longer, raise its 'timeout' option.`,
    retryable: true,
    details: { task: task.name, timeout: task.timeout, ...(attempts !== undefined && { attempts }) },
    cause,
    attempts,
  });
}

/** The error of a call whose attempts together took too long. */
export function taskTotalTimedOut(
  task: Pick<TaskDefinition, 'name' | 'totalTimeout'>,
  cause?: unknown,
  last: string | null = null,
): PerdureError {
  const { name, totalTimeout = 0 } = task;
  return new PerdureError({
    code: 'Task.TimedOut',
    message: `task '${name}' did not finish within its totalTimeout of ${seconds(totalTimeout)}, all attempts and the wait for a worker included.`,
    retryable: true,
    details: { task: name, totalTimeout, last },
    cause,
  });
}

export function seconds(milliseconds: number): string {
  return milliseconds < 1_000 ? `${milliseconds} ms` : `${milliseconds / 1_000} s`;
}
