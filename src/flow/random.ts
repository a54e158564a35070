import { PerdureError } from '../errors.js';
import { runtime } from '../runtime.js';

/** A random UUID (version 4), the same on every replay. */
export function uuid4(): string {
  return runtime().uuid();
}

/** A random number of at least 0 and below 1, the same on every replay. */
export function random(): number {
  return runtime().random();
}

/**
 * A random whole number between two bounds, both included, the same on every replay.
 * @throws PerdureError `Random.InvalidRange`
 */
export function randomInteger(from: number, to: number): number {
  if (!Number.isInteger(from) || !Number.isInteger(to) || to < from) {
    throw invalid(`randomInteger needs two whole numbers, the smaller first, but got ${from} and ${to}.`);
  }
  return from + Math.floor(runtime().random() * (to - from + 1));
}

/**
 * One element of a list at random, the same on every replay.
 * @throws PerdureError `Random.InvalidRange` for an empty list
 */
export function choose<T>(list: readonly T[]): T {
  if (list.length === 0) throw invalid('choose needs a list with at least one element, but got an empty one.');
  return list[Math.floor(runtime().random() * list.length)] as T;
}

function invalid(message: string): PerdureError {
  return new PerdureError({ code: 'Random.InvalidRange', message });
}
