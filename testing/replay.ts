import { Worker } from '@temporalio/worker';
import { type AppModules, perdure } from '../worker/index.js';
import { PerdureError } from '../src/errors.js';

type History = Parameters<typeof Worker.runReplayHistory>[1];

/**
 * Replays a recorded history against today's code: fails if the code would now do something else.
 *
 * ```ts
 * await replay({ app: './src/app.js' }, await environment.history(run.id));
 * ```
 * @param history from `environment.history`, the Temporal CLI or the Web UI (JSON)
 * @throws PerdureError `Run.CodeMismatch` saying where it diverges
 */
export async function replay(options: { readonly app: AppModules }, history: History): Promise<void> {
  try {
    await Worker.runReplayHistory({ plugins: [perdure(options)] }, history);
  } catch (cause) {
    if (PerdureError.is(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PerdureError({
      code: 'Run.CodeMismatch',
      message: `The code no longer matches this history: ${reason}`,
      cause,
    });
  }
}
