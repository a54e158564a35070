import { cancelCall, isCancellation, mayFailUnwatched, rememberCancel } from '../cancellation.js';
import { PerdureError } from '../errors.js';
import { failedOutcome, type Outcome } from '../outcome.js';
import { runtime } from '../runtime.js';
import { openGroup } from './open-group.js';
import type { End } from './until-all-end.js';

/** A call that has started, or a function that starts it. */
export type Call<T> = PromiseLike<T> | (() => T | PromiseLike<T>);
/** What a call gives. */
export type ResultOf<C> = C extends () => infer R ? Awaited<R> : Awaited<C>;

export interface ConcurrencyOptions {
  /** How many calls run at the same time, a positive whole number. Default: all. Needs functions, not promises. */
  readonly concurrency?: number;
  /**
   * `'fail'` (default): the first error cancels what still runs and is thrown, later ones are in `error.others`.
   * `'settle'`: every call ends by itself and is reported as an `Outcome`.
   */
  readonly onError?: 'fail' | 'settle';
}

/** Runs calls in order of the list, results in the same order. The engine behind `parallel` and `map`. */
export function runCalls(
  calls: readonly Call<unknown>[],
  { concurrency, onError = 'fail' }: ConcurrencyOptions,
  where: string,
): Promise<unknown[]> {
  checkOptions(calls, concurrency, onError, where);
  let first: { readonly error: unknown } | undefined;
  const group = openGroup(calls, concurrency ?? calls.length, (end) => {
    if (first !== undefined || end.status === 'fulfilled') return;
    first = { error: end.reason };
    if (onError === 'fail') group.cancel();
  });
  const results = group.ends.then((list) => (onError === 'settle' ? list.map(toOutcome) : valuesOf(list, first)));
  return mayFailUnwatched(rememberCancel<unknown[]>(results, group.cancel));
}

function toOutcome(end: End): Outcome<unknown> {
  if (end.status === 'fulfilled') return { status: 'succeeded', value: end.value };
  if (isCancellation(end.reason) && runtime().cancelled()) throw end.reason;
  return failedOutcome(end.reason);
}

function valuesOf(ends: readonly End[], first: { readonly error: unknown } | undefined): unknown[] {
  const values: unknown[] = [];
  const failures: unknown[] = [];
  for (const end of ends) {
    if (end.status === 'fulfilled') values.push(end.value);
    else failures.push(end.reason);
  }
  if (first !== undefined) throw withOthers(first.error, failures);
  return values;
}

/** Nothing is swallowed: what failed besides the first error goes along with it. */
export function withOthers(error: unknown, failures: readonly unknown[]): unknown {
  const others = failures.filter((failure) => failure !== error && !isCancellation(failure));
  if (others.length > 0 && error instanceof Error && Object.isExtensible(error)) {
    Object.defineProperty(error, 'others', { value: others, configurable: true });
  }
  return error;
}

function checkOptions(
  calls: readonly Call<unknown>[],
  concurrency: number | undefined,
  onError: string,
  where: string,
): void {
  const problem =
    concurrency !== undefined && !(Number.isInteger(concurrency) && concurrency >= 1)
      ? `concurrency must be a whole number of at least 1, but got ${String(concurrency)}`
      : concurrency !== undefined && calls.some((call) => typeof call !== 'function')
        ? 'concurrency needs functions: a call that has started cannot be held back. Write [() => a(), () => b()]'
        : onError !== 'fail' && onError !== 'settle'
          ? `onError must be 'fail' or 'settle', but got ${JSON.stringify(onError)}`
          : undefined;
  if (problem === undefined) return;
  // Calls that have started are not left behind by a mistake in the options, and their ends are nobody's concern.
  for (const call of calls) {
    if (typeof call === 'function') continue;
    cancelCall(call as Promise<unknown>);
    call.then(undefined, () => undefined);
  }
  throw new PerdureError({ code: 'Flow.InvalidOptions', message: `${where}: ${problem}.` });
}
