import { PerdureError } from '../src/errors.js';

/** The end of an attempt whose worker is shutting down; retried, so another worker does the work. */
export function workerStopping(task: string): PerdureError {
  return new PerdureError({
    code: 'Task.WorkerStopped',
    message: `task '${task}': its worker shut down before the body ended.`,
    retryable: true,
  });
}
