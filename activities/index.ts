/**
 * The Node side of tasks: turns what the user's files have defined into Temporal activities.
 * @module
 */
import { listDefinitions } from '../src/definition/register.js';
import { taskDefinition } from '../src/task/definition.js';
import type { Task } from '../src/task/task.js';
import { runTask } from './run-task.js';
import type { TaskServices } from './services.js';

export { createServices, type ServiceOptions, type TaskServices } from './services.js';
export { readVariant } from './variants.js';
export { memoryCache } from './cache/memory-cache.js';
export { sqliteCache } from './cache/sqlite-cache.js';
export { postgresCache } from './cache/postgres-cache.js';
export { environmentSecrets, fileSecrets } from './secrets/sources.js';

/** One activity per task, under the task's name. */
export function taskActivities(services: TaskServices): Record<string, (...args: unknown[]) => Promise<unknown>> {
  const tasks = [...listDefinitions('task')];
  return Object.fromEntries(
    tasks.map(([name, { definition }]) => [
      name,
      runTask((definition as Task<never[], unknown>)[taskDefinition], services),
    ]),
  );
}
