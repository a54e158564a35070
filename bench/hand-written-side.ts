import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { Side } from './side.js';
import { untilWaiting } from './until-waiting.js';
import type { WorkerProcess } from './start-worker.js';

/** Runs of hand-written/workflows.ts, through Temporal's client. */
export function handWrittenSide(name: string, client: Client, worker: WorkerProcess): Side {
  const { taskQueue } = worker;
  const start: Side['start'] = async (workflow, input) => {
    const args = input === undefined ? [] : [input];
    const workflowId = `${workflow}-${randomUUID().slice(0, 8)}`;
    const handle = await client.workflow.start(workflow, { taskQueue, workflowId, args });
    return { id: workflowId, result: () => handle.result() as Promise<unknown> };
  };
  return {
    name,
    start,
    execute: async (workflow, input) => (await start(workflow, input)).result(),
    async openReview() {
      const workflowId = `review-${randomUUID().slice(0, 8)}`;
      const handle = await client.workflow.start('review', { taskQueue, workflowId });
      await untilWaiting(() => handle.query<unknown[]>('pauses'));
      const update = async (): Promise<void> => {
        await handle.executeUpdate('resume', { args: [{ name: 'review', value: { approved: true } }] });
      };
      return { answer: update, update, result: () => handle.result() as Promise<unknown> };
    },
    workerCpu: () => worker.cpu(),
  };
}
