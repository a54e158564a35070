import {
  ApplicationFailure,
  CancelledFailure,
  isGrpcServiceError,
  ServiceError,
  TerminatedFailure,
  TimeoutFailure,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { beneathWrappers, rebuildFailure } from '../src/contract/temporal-failure.js';
import { PerdureError } from '../src/errors.js';

/** What a caller of the client catches: the failure itself, with Temporal's wrappers as its cause. */
export function fromClient(error: unknown, id: string): unknown {
  if (error instanceof WorkflowFailedError) return runFailure(error, id);
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
    return rebuildFailure(error.cause, error);
  }
  if (error instanceof WorkflowNotFoundError) return notFound(id, error);
  // What the store of large values says, on the way to the server.
  if (error instanceof ServiceError && PerdureError.is(error.cause)) return error.cause;
  if (error instanceof Error && error.name === 'ExternalStorageNotConfiguredError') return noBlobs(error);
  if (isGrpcServiceError(error) && (error.code === 14 || error.code === 4)) {
    return new PerdureError({
      code: 'Server.NotReachable',
      message: `The Temporal server does not answer (${error.details || error.message}).`,
      retryable: true,
      cause: error,
    });
  }
  return error;
}

function runFailure(error: WorkflowFailedError, id: string): PerdureError {
  const { cause } = error;
  const origin = beneathWrappers(cause);
  if (origin instanceof ApplicationFailure) return rebuildFailure(origin, error);
  const details = { run: id };
  if (cause instanceof CancelledFailure) {
    return new PerdureError({ code: 'Run.Cancelled', message: `Run '${id}' was cancelled.`, details, cause: error });
  }
  if (cause instanceof TerminatedFailure) {
    const message = `Run '${id}' was terminated${cause.message ? `: ${cause.message}` : '.'}`;
    return new PerdureError({ code: 'Run.Terminated', message, details, cause: error });
  }
  if (cause instanceof TimeoutFailure) {
    const message = `Run '${id}' did not finish within its timeout.`;
    return new PerdureError({ code: 'Run.TimedOut', message, retryable: true, details, cause: error });
  }
  return new PerdureError({ code: 'Run.Failed', message: origin?.message ?? error.message, details, cause: error });
}

function noBlobs(cause: Error): PerdureError {
  return new PerdureError({
    code: 'Blobs.NotConfigured',
    message:
      "A value is kept outside of history, and this program has no store for such values. Give it the option 'blobs' with the worker's store (on the command line: PERDURE_BLOBS).",
    cause,
  });
}

export function notFound(id: string, cause?: unknown): PerdureError {
  return new PerdureError({
    code: 'Run.NotFound',
    message: `There is no run '${id}' in this namespace. See 'perdure list'.`,
    details: { run: id },
    cause,
  });
}

export function alreadyFinished(id: string, status: string, what: string): PerdureError {
  return new PerdureError({
    code: 'Run.AlreadyFinished',
    message: `Run '${id}' cannot be ${what}: it has already ended (${status}).`,
    details: { run: id, status },
  });
}
