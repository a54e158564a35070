import type { App } from '../../client/index.js';
import { PerdureError } from '../../src/errors.js';

/**
 * Ends a run without asking it.
 * @throws PerdureError `Run.AlreadyFinished`, `Run.NotFound`
 */
export async function terminateRun(app: App, id: string, reason: string): Promise<void> {
  const { status, runId } = await app.run(id).describe();
  if (status !== 'running' && status !== 'paused') {
    throw new PerdureError({
      code: 'Run.AlreadyFinished',
      message: `Run '${id}' cannot be ended: it has already ended (${status}).`,
      details: { run: id, status },
    });
  }
  await app.client.workflow.getHandle(id, runId).terminate(reason);
}
