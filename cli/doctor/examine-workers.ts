import type { App } from '../../client/index.js';
import { mayBeAlive, queueWorkers } from '../runs/queue-workers.js';
import { humanDuration } from '../terminal/human-duration.js';
import type { Finding } from './finding.js';

/** Whether anybody takes work from the queue. */
export async function examineWorkers(app: App, taskQueue: string): Promise<Finding[]> {
  const known = await queueWorkers(app, taskQueue);
  const newest = Math.max(...known.map(({ lastPoll }) => lastPoll));
  const alive = known.filter(mayBeAlive);
  const seen = known.length === 0 ? '' : `, last seen ${humanDuration(Date.now() - newest)} ago`;
  if (alive.length === 0) {
    const remedy = "Start one: 'perdure dev' in the app's folder, or your own worker. Another queue: --task-queue.";
    return [{ level: 'warn', text: `no worker on queue '${taskQueue}'${seen}`, remedy }];
  }
  const count = alive.length === 1 ? '1 worker' : `${alive.length} workers`;
  return [{ level: 'ok', text: `${count} on queue '${taskQueue}'${seen}` }];
}
