import { isGrpcServiceError } from '@temporalio/client';
import type { App } from '../../client/index.js';
import { PerdureError } from '../../src/errors.js';
import { startWorker } from './start-worker-advice.js';

/**
 * Why a run did not answer, in place of the engine's words: its worker is not there. Errors that
 * already say what they mean come back as they are.
 */
export async function explainSilence(app: App, id: string, error: unknown): Promise<unknown> {
  if (PerdureError.is(error)) return error;
  const description = await app.client.workflow
    .getHandle(id)
    .describe()
    .catch(() => undefined);
  if (description?.status.name !== 'RUNNING') return error;
  const { taskQueue } = description;
  if (!isGrpcServiceError(error) && !isGrpcServiceError((error as Error).cause)) return error;
  return new PerdureError({
    code: 'Run.NoWorker',
    message: `Run '${id}' does not answer: no worker takes its work from queue '${taskQueue}'. ${startWorker(taskQueue)}`,
    details: { run: id, taskQueue },
    retryable: true,
    cause: error,
  });
}
