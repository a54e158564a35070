import { ApplicationFailure, CancelledFailure, TemporalFailure } from '@temporalio/common';
import { CancellationScope, ContinueAsNew } from '@temporalio/workflow';
import { isCancellation } from '../src/cancellation.js';
import { isErrorFacts } from '../src/contract/failure.js';
import { failureFields } from '../src/contract/temporal-failure.js';
import { PerdureError } from '../src/errors.js';

/** What leaves the sandbox when workflow code throws: a failure that ends the run with the error's own words. */
export function toTemporal(error: unknown): unknown {
  if (error instanceof ContinueAsNew) return error;
  if (isCancellation(error) && CancellationScope.current().consideredCancelled) {
    const { undoFailures } = error as { undoFailures?: unknown };
    // A cancelled run keeps no details, and clean-up that failed must not look like clean-up.
    if (Array.isArray(undoFailures) && undoFailures.length > 0) return toFailure(undoFailed(undoFailures));
    return new CancelledFailure(error instanceof Error ? error.message : 'The run was cancelled.');
  }
  if (error instanceof TemporalFailure) return error;
  return toFailure(error);
}

function undoFailed(undoFailures: readonly unknown[]): PerdureError {
  const reasons = undoFailures.filter(isErrorFacts).map(({ message }) => message);
  return new PerdureError({
    code: 'Run.UndoFailed',
    message: `The run was cancelled, but undoing what it had done failed: ${reasons.join('; ')}`,
    details: { undoFailures },
  });
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
