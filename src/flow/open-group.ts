import { cancelCall } from '../cancellation.js';
import { runtime } from '../runtime.js';
import type { Call } from './calls.js';
import { type End, untilAllEnd } from './until-all-end.js';

export interface Group {
  readonly ends: Promise<readonly End[]>;
  /** Cancels what still runs. */
  readonly cancel: () => void;
}

/** Starts calls that are cancelled together: functions by the scope they start in, a promise by its own call. */
export function openGroup(
  calls: readonly Call<unknown>[],
  concurrency: number,
  ended: (end: End, index: number) => void,
): Group {
  const ends = runtime().scope(() => untilAllEnd(calls, concurrency, ended));
  return {
    ends,
    cancel: () => {
      cancelCall(ends);
      for (const call of calls) if (typeof call !== 'function') cancelCall(call as Promise<unknown>);
    },
  };
}
