import { PerdureError } from '../src/errors.js';
import type { Run } from '../client/index.js';

/** The test server lets every run time out after ten years; nobody's own timeout comes near it. */
const fiveYears = 5 * 365 * 24 * 3_600_000;

/**
 * With skipped time, a run that only an answer could move on does not wait: time jumps to the end of all runs at once.
 * This puts the open pauses in the place of that timeout; any other error comes back as it is.
 */
export async function explainStuck(error: unknown, run: Run): Promise<unknown> {
  if (!PerdureError.is(error, 'Run.TimedOut')) return error;
  const { startedAt, endedAt } = await run.describe();
  const open = (await run.pauses()).map(({ id }) => id);
  if (open.length === 0 || endedAt === undefined || endedAt.getTime() - startedAt.getTime() < fiveYears) return error;
  return new PerdureError({
    code: 'Pause.NoAnswer',
    message: `Run '${run.id}' waits for an answer that nobody gives: ${open.join(', ')}. Use environment.start(…) and run.resume(…), or give the pause a timeout.`,
    details: { run: run.id, pauses: open },
    cause: error,
  });
}
