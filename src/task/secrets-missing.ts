import { PerdureError } from '../errors.js';

/** The error of a task whose secrets nobody knows, all of them named. */
export function secretsMissing(task: string, missing: readonly string[]): PerdureError {
  return new PerdureError({
    code: 'Secret.Missing',
    message: `task '${task}' needs secrets that are not known here: ${missing.join(', ')}. Set environment variables of these names, or give the worker another source with its 'secrets' option (in a unit test: directly(…, { secrets })).`,
    details: { task, missing },
  });
}
