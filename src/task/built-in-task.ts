import { PerdureError } from '../errors.js';
import { defineTask } from './define-task.js';
import type { TaskDefinition, TaskOptions } from './definition.js';

/**
 * A task of the library's own. Its body needs what portable code may not touch, so workers have it, and so has
 * `directly(…)`.
 */
export function builtInTask(name: string, options: TaskOptions): TaskDefinition {
  return defineTask(name, options, () => {
    throw new PerdureError({
      code: 'Task.NoBody',
      message: `task '${name}' is built in, and its body is with workers. Call what needs it in a workflow, or in a test through directly(…) of 'perdure/testing'.`,
      details: { task: name },
    });
  });
}
