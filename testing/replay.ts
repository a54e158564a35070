import type { ConverterOptions } from '../codec/index.js';
import type { AppModules } from '../worker/index.js';
import { type History, replayError, replayHistories } from '../worker/replay-histories.js';
import { quietRuntime } from './quiet-runtime.js';

/**
 * Replays recorded histories against today's code: fails if the code would now do something else.
 *
 * ```ts
 * await replay({ app: './src/app.js' }, await environment.history(run.id));
 * ```
 * @param options the app, and the codec and blob store its worker has
 * @param histories one or a list, from `environment.history`, the Temporal CLI or the Web UI (JSON)
 * @throws PerdureError `Run.CodeMismatch` saying where it diverges, `Workflow.NotFound`
 */
export async function replay(
  options: ConverterOptions & { readonly app: AppModules },
  histories: History,
): Promise<void> {
  quietRuntime();
  const all = Array.isArray(histories) ? (histories as History[]) : [histories];
  const named = all.map((history, index) => ({ source: `history ${index + 1}`, history }));
  for await (const replayed of replayHistories(options, named)) {
    const error = replayError(replayed);
    if (error) throw error;
  }
}
