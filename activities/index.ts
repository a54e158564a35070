/**
 * The Node side of tasks: turns what the user's files have defined into Temporal activities.
 * @module
 */
import { listDefinitions } from '../src/definition/register.js';
import { taskDefinition } from '../src/task/definition.js';
import type { Task } from '../src/task/task.js';
import { runTask, type RunTaskOptions } from './run-task.js';

/** One activity per task, under the task's name. */
export function taskActivities(options: RunTaskOptions = {}): Record<string, (...args: unknown[]) => Promise<unknown>> {
  const tasks = [...listDefinitions('task')];
  return Object.fromEntries(
    tasks.map(([name, { definition }]) => [
      name,
      runTask((definition as Task<never[], unknown>)[taskDefinition], options),
    ]),
  );
}
