import { ApplicationFailure, CancelledFailure, TemporalFailure } from '@temporalio/common';
import { CancellationScope, ContinueAsNew } from '@temporalio/workflow';
import { isCancellation } from '../src/cancellation.js';
import { failureFields } from '../src/contract/temporal-failure.js';
import { PerdureError } from '../src/errors.js';

/** What leaves the sandbox when workflow code throws: a failure that ends the run with the error's own words. */
export function toTemporal(error: unknown): unknown {
  if (error instanceof ContinueAsNew) return error;
  if (isCancellation(error) && CancellationScope.current().consideredCancelled) {
    return new CancelledFailure(error instanceof Error ? error.message : 'The run was cancelled.');
  }
  if (error instanceof TemporalFailure) return error;
  return toFailure(error);
}

/** An error as a failure, its stack kept so that the Web UI shows the user's own lines. */
export function toFailure(error: unknown): ApplicationFailure {
  const { type, message, details, facts } = failureFields(error);
  // A user's error may be cured by a retry of the run, if one was asked for; our own say themselves.
  const nonRetryable = PerdureError.is(error) && facts.code !== 'User.Error' && !facts.retryable;
  const failure = ApplicationFailure.create({ type, message, details, nonRetryable, cause: causeOf(error) });
  if (error instanceof Error && error.stack !== undefined) failure.stack = error.stack;
  return failure;
}

/** The engine's own wrappers are dropped: their content is in the facts, and history should say each thing once. */
function causeOf(error: unknown): Error | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && !(cause instanceof TemporalFailure) ? cause : undefined;
}
