import { runtime } from '../runtime.js';

/**
 * Ends this run and starts it anew with another input and an empty history, under the same id: for what lives on for
 * months. Whoever waits for the result waits for that of the last one.
 *
 * ```ts
 * export const inbox = workflow('inbox', async (seen: number) => {
 *   while (!runInfo().continueSuggested) seen += await handleNext();
 *   return continueAsNew(seen);
 * });
 * ```
 * Let calls that run end first, and do not catch what it throws. Open pauses are not carried over.
 * @throws PerdureError `Payload.NotJson`, `Payload.TooLarge`
 */
export function continueAsNew(input?: unknown): Promise<never> {
  return runtime().continueAsNew(input);
}
