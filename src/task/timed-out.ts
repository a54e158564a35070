import { PerdureError } from '../errors.js';
import type { TaskDefinition } from './definition.js';

/** The error of an attempt whose time is up. */
export function taskTimedOut(task: Pick<TaskDefinition, 'name' | 'timeout'>, cause?: unknown): PerdureError {
  return new PerdureError({
    code: 'Task.TimedOut',
    message: `task '${task.name}' did not finish within its timeout of ${seconds(task.timeout)}. If it may take longer, raise its 'timeout' option.`,
    retryable: true,
    details: { task: task.name, timeout: task.timeout },
    cause,
  });
}

export function seconds(milliseconds: number): string {
  return milliseconds < 1_000 ? `${milliseconds} ms` : `${milliseconds / 1_000} s`;
}
