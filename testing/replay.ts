import { Worker } from '@temporalio/worker';
import type { ConverterOptions } from '../codec/index.js';
import { type AppModules, bundleApp, perdure } from '../worker/index.js';
import { PerdureError } from '../src/errors.js';

type History = Parameters<typeof Worker.runReplayHistory>[1];

/**
 * Replays recorded histories against today's code: fails if the code would now do something else.
 *
 * ```ts
 * await replay({ app: './src/app.js' }, await environment.history(run.id));
 * ```
 * @param options the app, and the codec and blob store its worker has
 * @param histories one or a list, from `environment.history`, the Temporal CLI or the Web UI (JSON)
 * @throws PerdureError `Run.CodeMismatch` saying where it diverges
 */
export async function replay(
  options: ConverterOptions & { readonly app: AppModules },
  histories: History,
): Promise<void> {
  const workflowBundle = await bundleApp(options);
  // One after another: replays at the same time tear down each other's native runtime.
  for (const history of Array.isArray(histories) ? (histories as History[]) : [histories]) {
    try {
      await Worker.runReplayHistory({ plugins: [perdure(options)], workflowBundle }, history, workflowIdOf(history));
    } catch (cause) {
      throw PerdureError.is(cause) ? cause : mismatch(cause);
    }
  }
}

function mismatch(cause: unknown): PerdureError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PerdureError({
    code: 'Run.CodeMismatch',
    message: `The code no longer matches this history: ${reason}`,
    cause,
  });
}

/** Ids of child runs begin with their parent's, so a replay under another id would seem to diverge. */
function workflowIdOf(history: History): string | undefined {
  const { events } = history as { events?: { workflowExecutionStartedEventAttributes?: { workflowId?: string } }[] };
  return events?.[0]?.workflowExecutionStartedEventAttributes?.workflowId ?? undefined;
}
