import { isErrorFacts, type ErrorFacts, describeError } from '../contract/failure.js';

/**
 * Adds failures of clean-up to the error that made it necessary, as `error.undoFailures`: the error stays what it was,
 * and nothing is swallowed.
 */
export function addUndoFailures(error: unknown, failures: readonly unknown[]): void {
  if (failures.length === 0 || !(error instanceof Error) || !Object.isExtensible(error)) return;
  const before = (error as { undoFailures?: unknown }).undoFailures;
  const known: readonly ErrorFacts[] = Array.isArray(before) ? before.filter(isErrorFacts) : [];
  const value = [...known, ...failures.map(describeError)];
  Object.defineProperty(error, 'undoFailures', { value, configurable: true });
}
