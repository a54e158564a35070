import { cancelCall, isCancellation, mayFailUnwatched, rememberCancel } from '../cancellation.js';
import { PerdureError } from '../errors.js';
import { failedOutcome, type Outcome } from '../outcome.js';
import { runtime } from '../runtime.js';

/** A call that has started, or a function that starts it. */
export type Call<T> = PromiseLike<T> | (() => T | PromiseLike<T>);

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
  const group = startGroup(calls, concurrency ?? calls.length);
  const results = onError === 'settle' ? settleAll(group) : allOrCancel(group);
  return mayFailUnwatched(rememberCancel<unknown[]>(results, group.cancel));
}

interface Group {
  readonly started: readonly Promise<unknown>[];
  /** Cancels what still runs. */
  readonly cancel: () => void;
}

/** Functions start in one scope, by which they are cancelled together; a promise is cancelled by its own call. */
function startGroup(calls: readonly Call<unknown>[], concurrency: number): Group {
  let started: Promise<unknown>[] = [];
  const scope = runtime().scope(() => {
    started = concurrency < calls.length ? startInTurn(calls, concurrency) : calls.map(startCall);
    return Promise.allSettled(started);
  });
  return {
    started,
    cancel: () => {
      cancelCall(scope);
      for (const call of calls) if (typeof call !== 'function') cancelCall(call as Promise<unknown>);
    },
  };
}

function startCall(call: Call<unknown>): Promise<unknown> {
  try {
    return Promise.resolve(typeof call === 'function' ? call() : call);
  } catch (error) {
    return Promise.reject(error as Error);
  }
}

/** Starts a call whenever an earlier one ends. A call whose turn never came is cancelled like one that runs. */
function startInTurn(calls: readonly Call<unknown>[], concurrency: number): Promise<unknown>[] {
  let free = concurrency;
  const queue: (() => void)[] = [];
  return calls.map(async (call) => {
    if (free === 0) await runtime().wait((resume) => queue.push(resume));
    free -= 1;
    try {
      return await startCall(call);
    } finally {
      free += 1;
      queue.shift()?.();
    }
  });
}

async function settleAll({ started }: Group): Promise<Outcome<unknown>[]> {
  const ends = await Promise.allSettled(started);
  return ends.map((end) => {
    if (end.status === 'fulfilled') return { status: 'succeeded', value: end.value };
    if (isCancellation(end.reason) && runtime().cancelled()) throw end.reason;
    return failedOutcome(end.reason);
  });
}

async function allOrCancel(group: Group): Promise<unknown[]> {
  try {
    return await Promise.all(group.started);
  } catch (error) {
    group.cancel();
    const ends = await Promise.allSettled(group.started);
    const failures = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
    throw withOthers(error, failures);
  }
}

/** Nothing is swallowed: what failed besides the first error goes along with it. */
function withOthers(error: unknown, failures: readonly unknown[]): unknown {
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
