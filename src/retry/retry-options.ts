import type { Duration } from '../duration.js';

/** How often a failed attempt is repeated, in Temporal's words. */
export interface RetryOptions {
  /** Attempts in all, the first included; a lost worker counts. Default 3. */
  readonly maximumAttempts?: number;
  /** Pause before the second attempt. Default `'1s'`. */
  readonly initialInterval?: Duration;
  /** Factor from each pause to the next. Default 2. */
  readonly backoffCoefficient?: number;
  /** Longest pause between attempts. Default `'1m'`. */
  readonly maximumInterval?: Duration;
  /** Errors that are final at once: classes (subclasses included) or names and codes. */
  readonly nonRetryable?: readonly (ErrorClass | string)[];
}

export type ErrorClass = abstract new (...args: never[]) => Error;

/** The same with every default filled in, times in milliseconds, errors by name. */
export interface RetryPolicy {
  readonly maximumAttempts: number;
  readonly initialInterval: number;
  readonly backoffCoefficient: number;
  readonly maximumInterval: number;
  readonly nonRetryable: readonly string[];
}
