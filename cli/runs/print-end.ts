import type { App, Run } from '../../client/index.js';
import { PerdureError } from '../../src/errors.js';
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-code.js';
import { errorToJson, printError } from '../report-error.js';
import type { Shell } from '../shell.js';
import { humanDuration } from '../terminal/human-duration.js';
import { showValue } from '../terminal/show-value.js';

export type RunResult =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/** Prints the result of a run, or why there is none, and gives the exit code. */
export async function printEnd(shell: Shell, app: App, run: Run, result: RunResult): Promise<ExitCode> {
  if (!result.ok && !isOfTheRun(result.error)) throw result.error;
  const { id, runId, workflow, status, startedAt, endedAt } = await app.run(run.id).describe();
  const end = { id, runId, workflow, status, url: app.run(id, runId).url ?? null };
  const duration = (endedAt?.getTime() ?? Date.now()) - startedAt.getTime();
  if (result.ok) {
    shell.printJson({ ...end, duration, result: result.value ?? null });
    if (result.value !== undefined) shell.print(showValue(result.value));
    if (shell.hasScreen) shell.note(shell.colours.dim(`${status} after ${humanDuration(duration)}`));
    return exitCodes.succeeded;
  }
  shell.printJson({ ...end, duration, error: errorToJson(result.error) });
  printError(result.error, shell.options.debug === true);
  if (!shell.json) shell.note(`Run '${id}' ${status}. What it did: perdure show ${id}`);
  const code = exitCodeOf(result.error);
  // A server that the run's own code did not reach is a failure like any other.
  return code === exitCodes.noServer ? exitCodes.failed : code;
}

/** Whether the run failed, rather than our way of asking for it. */
function isOfTheRun(error: unknown): boolean {
  return PerdureError.is(error) && error.code !== 'Server.NotReachable' && error.code !== 'Run.NotFound';
}
