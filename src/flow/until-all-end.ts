import { cancelledError } from '../cancellation.js';
import { runtime } from '../runtime.js';
import type { Call } from './calls.js';

export type End = PromiseSettledResult<unknown>;

/**
 * Starts calls in their order, at most `concurrency` at a time, and waits until all have ended, however they end.
 * `ended` hears of each end at once, but never before all calls that may start have started. A call whose turn had not come when the work was cancelled ends as cancelled.
 */
export function untilAllEnd(
  calls: readonly Call<unknown>[],
  concurrency: number,
  ended: (end: End, index: number) => void,
): Promise<End[]> {
  const ends: End[] = [];
  let next = 0;
  let open = 0;
  // One promise watches each call, where `Promise.all` and an async function of our own would make three.
  return new Promise((resolve) => {
    const startMore = (): void => {
      while (open < concurrency && next < calls.length) watch(next++);
      if (open === 0) resolve(ends);
    };
    const watch = (index: number): void => {
      open += 1;
      void start(calls[index] as Call<unknown>, index >= concurrency).then(
        (value) => end(index, { status: 'fulfilled', value }),
        (reason: unknown) => end(index, { status: 'rejected', reason }),
      );
    };
    const end = (index: number, how: End): void => {
      ended(how, index);
      ends[index] = how;
      open -= 1;
      startMore();
    };
    startMore();
  });
}

function start(call: Call<unknown>, hadToWait: boolean): Promise<unknown> {
  try {
    if (hadToWait && runtime().cancelled()) return Promise.reject(cancelledError('A call that had not begun'));
    return Promise.resolve(typeof call === 'function' ? call() : call);
  } catch (error) {
    return Promise.reject(error as Error);
  }
}
