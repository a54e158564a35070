import { type Duration, toMilliseconds } from '../duration.js';
import { describeError, nameOf } from '../contract/failure.js';
import { PerdureError } from '../errors.js';

/**
 * Thrown by a task's body to set the pause before its next attempt, as a service's `Retry-After` header asks for.
 * The caller, should attempts run out, gets the cause.
 */
export class RetryAfter extends PerdureError {
  /** Milliseconds until the next attempt. */
  readonly delay: number;

  constructor(delay: Duration, cause?: unknown) {
    const error = cause instanceof Error ? cause : undefined;
    super({
      code: 'User.Error',
      name: error ? nameOf(error) : 'RetryAfter',
      message:
        error?.message ??
        (cause === undefined ? 'The task asked to be tried again later.' : describeError(cause).message),
      retryable: true,
      cause,
    });
    this.delay = toMilliseconds(delay, 'RetryAfter');
  }
}
