/**
 * How an error travels inside Temporal's `ApplicationFailure`: its code (or name) as the failure's type, so that the
 * Web UI and retry policies use the word people know, and its facts as the first detail.
 *
 * Structural types only: the sandbox, activities and the client each bring their own copy of Temporal's classes.
 */
import { describeError, type ErrorFacts, isErrorFacts, rebuildError } from './failure.js';
import type { PerdureError } from '../errors.js';

interface ApplicationFailureLike {
  readonly message: string;
  readonly type?: string | null;
  readonly nonRetryable?: boolean | null;
  readonly details?: readonly unknown[] | null;
}

export interface FailureFields {
  readonly type: string;
  readonly message: string;
  readonly details: [ErrorFacts];
  readonly facts: ErrorFacts;
}

/** The fields of the failure that carries an error. */
export function failureFields(error: unknown): FailureFields {
  const facts = describeError(error);
  return { type: typeOf(facts), message: facts.message, details: [facts], facts };
}

const wrappers = new Set(['ActivityFailure', 'ChildWorkflowFailure']);

/**
 * What went wrong beneath Temporal's wrappers: a run of hand-written code fails with the wrapper of the call it did
 * not catch, whose own message says nothing.
 */
export function beneathWrappers<E>(failure: E): E {
  let inner: unknown = failure;
  while (inner instanceof Error && wrappers.has(inner.name) && inner.cause !== undefined) inner = inner.cause;
  return inner as E;
}

/** The error that a failure carries; one made by other programs becomes `User.Error` under its own type. */
export function rebuildFailure(failure: ApplicationFailureLike, cause: unknown): PerdureError {
  const first = failure.details?.[0];
  if (isErrorFacts(first)) return rebuildError(first, cause);
  const retryable = failure.nonRetryable !== true;
  const name = failure.type ?? 'Error';
  return rebuildError({ code: 'User.Error', name, message: failure.message, details: first ?? null, retryable }, cause);
}

function typeOf({ code, name }: ErrorFacts): string {
  return code === 'User.Error' ? name : code;
}
