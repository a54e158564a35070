import { isCancellation, mayFailUnwatched, rememberCancel, startOrReject } from '../cancellation.js';
import { PerdureError } from '../errors.js';
import { runtime } from '../runtime.js';
import { type Call, type ResultOf, withOthers } from './calls.js';
import { openGroup } from './open-group.js';
import type { End } from './until-all-end.js';

type NamedWinner<Calls> = {
  [K in keyof Calls & string]: { readonly winner: K; readonly value: ResultOf<Calls[K]> };
}[keyof Calls & string];
type ListedWinner<Calls extends readonly unknown[]> = {
  [K in keyof Calls]: {
    readonly index: K extends `${infer N extends number}` ? N : number;
    readonly value: ResultOf<Calls[K]>;
  };
}[number];

/**
 * Runs calls side by side until the first one ends. The others are then cancelled, and have ended when this returns.
 *
 * ```ts
 * const first = await race({ answer: () => pause<string>('colour'), vote: () => collectVotes(id) });
 * return first.winner === 'answer' ? first.value : first.value.mostWanted;
 * ```
 * A record gives `{ winner, value }`, a list gives `{ index, value }`. An end is an end: if the first call to end
 * fails, its error is thrown. Give functions: of a promise only the call it came from can be cancelled.
 * @throws the error of the call that ended first, with what else failed in `error.others`; PerdureError
 * `Flow.InvalidOptions` without any call
 */
export function race<const Calls extends readonly Call<unknown>[]>(calls: Calls): Promise<ListedWinner<Calls>>;
export function race<const Calls extends Readonly<Record<string, Call<unknown>>>>(
  calls: Calls,
): Promise<NamedWinner<Calls>>;
export function race(calls: readonly Call<unknown>[] | Readonly<Record<string, Call<unknown>>>): Promise<unknown> {
  return startOrReject<unknown>(() => {
    if (Array.isArray(calls)) return runRace(calls as readonly Call<unknown>[], (index, value) => ({ index, value }));
    const names = Object.keys(calls);
    return runRace(Object.values(calls), (index, value) => ({ winner: names[index], value }));
  });
}

function runRace(
  calls: readonly Call<unknown>[],
  toResult: (index: number, value: unknown) => unknown,
): Promise<unknown> {
  if (calls.length === 0) {
    throw new PerdureError({ code: 'Flow.InvalidOptions', message: 'race: it needs at least one call to wait for.' });
  }
  let winner: number | undefined;
  const group = openGroup(calls, calls.length, (end, index) => {
    if (winner !== undefined || waitsForEver(end)) return;
    winner = index;
    group.cancel();
  });
  const result = group.ends.then((ends) => {
    // Without a winner, no call could ever end.
    const index = winner ?? 0;
    const end = ends[index] as End;
    const others = ends.filter((other) => other !== end).flatMap(failureOf);
    if (end.status === 'rejected') throw withOthers(end.reason, others);
    // The winner has no place for them, and nothing may be swallowed.
    for (const error of others) runtime().log.warn('race: a call failed after it had lost', { error: String(error) });
    return toResult(index, end.value);
  });
  return mayFailUnwatched(rememberCancel(result, group.cancel));
}

/** In a direct call a pause without an answer fails at once, where in a run it waits: there it cannot be the first. */
function waitsForEver(end: End): boolean {
  return end.status === 'rejected' && PerdureError.is(end.reason, 'Pause.NoAnswer');
}

function failureOf(end: End): unknown[] {
  return end.status === 'rejected' && !isCancellation(end.reason) && !waitsForEver(end) ? [end.reason] : [];
}
