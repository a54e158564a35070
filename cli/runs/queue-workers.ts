import type { App } from '../../client/index.js';
import { eventTime } from '../timeline/event-time.js';

/** A worker as the server remembers it. */
export interface QueueWorker {
  readonly identity: string;
  /** Milliseconds since 1970. */
  readonly lastPoll: number;
}

const workflowTasks = 1;
/** A worker asks again at least once a minute; the server goes on listing one that has gone for five. */
const pollMilliseconds = 65_000;

/** The workers that have asked for workflow tasks of a queue in the last minutes. */
export async function queueWorkers(app: App, taskQueue: string): Promise<QueueWorker[]> {
  const { client } = app;
  const { pollers } = await client.connection.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: workflowTasks,
  });
  return (pollers ?? []).map(({ identity, lastAccessTime }) => ({
    identity: identity ?? '',
    lastPoll: eventTime(lastAccessTime) ?? 0,
  }));
}

/** Whether the worker may still be there. */
export function mayBeAlive({ lastPoll }: QueueWorker): boolean {
  return Date.now() - lastPoll < pollMilliseconds;
}

/** Whether a worker of the queue may still be there. */
export async function hasWorker(app: App, taskQueue: string): Promise<boolean> {
  return (await queueWorkers(app, taskQueue)).some(mayBeAlive);
}
