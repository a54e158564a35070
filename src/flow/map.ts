import { startOrReject } from '../cancellation.js';
import type { Outcome } from '../outcome.js';
import { runtime } from '../runtime.js';
import { isGuarded } from '../task/call-task.js';
import { type TaskDefinition, taskDefinition } from '../task/definition.js';
import { type ConcurrencyOptions, runCalls } from './calls.js';

export type MapOptions = ConcurrencyOptions;

/** Up to this many items all start at once; beyond it a window keeps the server's queues and history batches small. */
const allAtOnce = 500;
const windowBeyond = 200;

/**
 * Runs a task (or workflow, or function) for each item; results come in the order of the items.
 *
 * ```ts
 * const sizes = await map(countWords, files, { concurrency: 20 });
 * ```
 * The items are read completely first: a source that throws starts nothing.
 * @param options see {@link ConcurrencyOptions}; without `concurrency`, up to 500 items run at once, more in a window of 200
 * @throws the first error, after the others were cancelled and have ended; PerdureError `Flow.InvalidOptions`
 */
export function map<T, R, O extends MapOptions = object>(
  run: (item: T) => R | PromiseLike<R>,
  items: Iterable<T>,
  options?: O,
): Promise<MapResult<R, O>> {
  return startOrReject(() => {
    const list = [...items];
    const concurrency = options?.concurrency ?? (list.length > allAtOnce ? windowBeyond : undefined);
    const call = oneCall(run);
    const calls = list.map((item) => () => call(item));
    return runCalls(calls, { ...options, concurrency }, 'map') as Promise<MapResult<R, O>>;
  });
}

/** The call of a task is seen by nobody but this map, which cancels all of them together. */
function oneCall<T>(run: (item: T) => unknown): (item: T) => unknown {
  const definition = (run as { readonly [taskDefinition]?: TaskDefinition })[taskDefinition];
  return definition && !isGuarded(definition) ? (item) => runtime().callTaskInScope(definition, [item]) : run;
}

type MapResult<R, O> = O extends { readonly onError: 'settle' } ? Outcome<Awaited<R>>[] : Awaited<R>[];
