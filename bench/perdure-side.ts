import type { App } from 'perdure/client';
import type { Side } from './side.js';
import { untilWaiting } from './until-waiting.js';
import type { WorkerProcess } from './start-worker.js';

/** Runs of perdure-app.ts, through perdure's client. */
export function perdureSide(app: App, worker: WorkerProcess): Side {
  return {
    name: 'perdure',
    execute: async (workflow, input) => (await app.start(workflow, input)).result(),
    start: (workflow, input) => app.start(workflow, input),
    async openReview() {
      const run = await app.start('review');
      await untilWaiting(() => run.pauses());
      const handle = app.client.workflow.getHandle(run.id);
      return {
        answer: async () => void (await run.resume('review', { approved: true })),
        update: async () => {
          await handle.executeUpdate('resume', { args: [{ name: 'review', value: { approved: true } }] });
        },
        result: () => run.result(),
      };
    },
    workerCpu: () => worker.cpu(),
  };
}
