import { mayFailUnwatched } from '../cancellation.js';
import { runtime } from '../runtime.js';
import { addUndoFailures } from './undo-failures.js';

/** Notes how to undo what was just done. */
export type Undo = (step: () => unknown) => void;

/**
 * Runs steps that belong together: if a later one fails, or the run is cancelled, what was done is undone, last first.
 *
 * ```ts
 * await saga(async (undo) => {
 *   const flight = await bookFlight(trip);
 *   undo(() => cancelFlight(flight));
 *   await bookHotel(trip);
 * });
 * ```
 * Undo steps are out of reach of any cancellation; one that fails does not stop the others.
 * @throws what the function throws; failures of undo steps are in `error.undoFailures`
 */
export function saga<T>(run: (undo: Undo) => T | PromiseLike<T>): Promise<T> {
  return mayFailUnwatched(runSaga(run));
}

async function runSaga<T>(run: (undo: Undo) => T | PromiseLike<T>): Promise<T> {
  const steps: (() => unknown)[] = [];
  try {
    return await run((step) => void steps.push(step));
  } catch (error) {
    addUndoFailures(error, await runtime().uncancellable(() => undoAll(steps)));
    throw error;
  }
}

async function undoAll(steps: readonly (() => unknown)[]): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (const step of steps.toReversed()) {
    try {
      await step();
    } catch (error) {
      failures.push(error);
    }
  }
  return failures;
}
