import { startOrReject } from '../cancellation.js';
import { type Outcome } from '../outcome.js';
import { type Call, type ConcurrencyOptions, type ResultOf, runCalls } from './calls.js';

type Results<Calls extends readonly unknown[]> = { -readonly [K in keyof Calls]: ResultOf<Calls[K]> };
type Outcomes<Calls extends readonly unknown[]> = { -readonly [K in keyof Calls]: Outcome<ResultOf<Calls[K]>> };

/**
 * Runs calls side by side; results come in the order of the list.
 *
 * ```ts
 * const [short, long] = await parallel([() => summarise(text), () => translate(text)]);
 * ```
 * Functions can be cancelled as a whole and held back by `concurrency`; of a promise only the call it came from can be
 * cancelled.
 * @param options see {@link ConcurrencyOptions}; with `onError: 'settle'` the results are `Outcome`s
 * @throws the first error, further ones in `error.others`; PerdureError `Flow.InvalidOptions`
 */
export function parallel<const Calls extends readonly Call<unknown>[]>(
  calls: Calls,
  options: { readonly concurrency?: number; readonly onError: 'settle' },
): Promise<Outcomes<Calls>>;
export function parallel<const Calls extends readonly (() => unknown)[]>(
  calls: Calls,
  options: { readonly concurrency: number; readonly onError?: 'fail' },
): Promise<Results<Calls>>;
export function parallel<const Calls extends readonly Call<unknown>[]>(
  calls: Calls,
  options?: { readonly concurrency?: undefined; readonly onError?: 'fail' },
): Promise<Results<Calls>>;
export function parallel(calls: readonly Call<unknown>[], options: ConcurrencyOptions = {}): Promise<unknown[]> {
  return startOrReject(() => runCalls(calls, options, 'parallel'));
}
