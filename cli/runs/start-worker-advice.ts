import { defaultQueue } from '../settings.js';

/** How to get a worker for a queue. */
export function startWorker(taskQueue: string): string {
  const queue = taskQueue === defaultQueue ? '' : ` --task-queue ${taskQueue}`;
  return `Start one in the app's folder: perdure dev${queue}.`;
}
