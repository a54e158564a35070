import { PerdureError } from './errors.js';

const cancels = new WeakMap<Promise<unknown>, () => void>();

/** Makes a promise remember how its call is cancelled, so that whoever holds it can stop work that has started. */
export function rememberCancel<T>(promise: Promise<T>, cancel: () => void): Promise<T> {
  cancels.set(promise, cancel);
  return promise;
}

/**
 * Lets a call fail before anybody awaits it: `const draft = write(); await sleep('1m'); await draft`. Without this an
 * early rejection counts as unhandled, for which Temporal retries the workflow task for ever and Node ends the process.
 */
export function mayFailUnwatched<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** What a call that may throw at once gives to its caller in either case: a promise, which may fail unwatched. */
export function startOrReject<T>(start: () => Promise<T>): Promise<T> {
  try {
    return start();
  } catch (error) {
    return mayFailUnwatched(Promise.reject(error as Error));
  }
}

/** Cancels the call behind a promise; a promise that remembers nothing (plain code) is left alone. */
export function cancelCall(promise: Promise<unknown>): void {
  cancels.get(promise)?.();
}

/** The error of work that was cancelled, with the engine's own error as its cause. */
export function cancelledError(what: string, cause?: unknown): PerdureError {
  return new PerdureError({ code: 'Run.Cancelled', message: `${what} was cancelled.`, cause });
}

/**
 * Whether an error means "this was cancelled" rather than "this failed". Clean up, then throw it again: a run that
 * swallows its cancellation goes on.
 */
export function isCancellation(error: unknown): boolean {
  if (PerdureError.is(error)) return error.code === 'Run.Cancelled';
  if (!(error instanceof Error)) return false;
  // Temporal's own errors, thrown by code that uses its API directly; recognised by name to keep this file portable.
  if (error.name === 'CancelledFailure') return true;
  const wrapped = error.name === 'ActivityFailure' || error.name === 'ChildWorkflowFailure';
  return wrapped && error.cause instanceof Error && error.cause.name === 'CancelledFailure';
}
