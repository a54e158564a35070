import { isCancellation } from './cancellation.js';
import { describeError, type ErrorFacts } from './contract/failure.js';
import { runtime } from './runtime.js';

/** How a piece of work ended, as JSON-safe data. */
export type Outcome<T> =
  | { readonly status: 'succeeded'; readonly value: T }
  | { readonly status: 'failed'; readonly error: ErrorFacts }
  | { readonly status: 'skipped'; readonly reason: string }
  | { readonly status: 'cancelled' };

/**
 * Waits for work and reports its end as an {@link Outcome}. Rejects only when the caller itself is cancelled: a run
 * that was told to stop must not go on as if one step had merely ended early.
 */
export async function toOutcome<T>(work: PromiseLike<T>): Promise<Outcome<T>> {
  try {
    return { status: 'succeeded', value: await work };
  } catch (error) {
    if (isCancellation(error) && runtime().cancelled()) throw error;
    return failedOutcome(error);
  }
}

/** The outcome of an error that was caught: `cancelled` for a cancellation, `failed` for everything else. */
export function failedOutcome(error: unknown): Outcome<never> {
  return isCancellation(error) ? { status: 'cancelled' } : { status: 'failed', error: describeError(error) };
}
