import { startOrReject } from '../cancellation.js';
import { PerdureError } from '../errors.js';
import type { Outcome } from '../outcome.js';
import { runtime } from '../runtime.js';
import { isGuarded } from '../task/call-task.js';
import { type TaskDefinition, taskDefinition } from '../task/definition.js';
import { type ConcurrencyOptions, runCalls } from './calls.js';
import { chunkSize, chunkTarget, mapInChunks } from './map-in-chunks.js';

export interface MapOptions extends ConcurrencyOptions {
  /** Items of one child run, where there are more than that. Default 500; fewer if they are large. */
  readonly chunk?: number;
}

/** A window keeps the server's queues and history batches small where all happens in one run. */
const windowBeyond = 200;

/**
 * Runs a task (or workflow, or function) for each item; results come in the order of the items.
 *
 * ```ts
 * const sizes = await map(countWords, files, { concurrency: 20 });
 * ```
 * The items are read completely first: a source that throws starts nothing. More than 500 calls of a task or workflow
 * are done by child runs, four at a time with 100 calls each, so that any number of items works; functions, gated tasks
 * and variants that JSON cannot describe stay in this run, in a window of 200.
 * @param options see {@link MapOptions}
 * @throws the first error, after the others were cancelled and have ended; PerdureError `Flow.InvalidOptions`
 */
export function map<T, R, O extends MapOptions = object>(
  run: (item: T) => R | PromiseLike<R>,
  items: Iterable<T>,
  options?: O,
): Promise<MapResult<R, O>> {
  return startOrReject(() => {
    const list = [...items];
    const size = checkChunk(options?.chunk);
    const target = list.length > size ? chunkTarget(run) : undefined;
    if (target) return mapInChunks(target, list, size, options ?? {}) as Promise<MapResult<R, O>>;
    const concurrency = options?.concurrency ?? (list.length > chunkSize ? windowBeyond : undefined);
    const call = oneCall(run);
    const calls = list.map((item) => () => call(item));
    return runCalls(calls, { ...options, concurrency }, 'map') as Promise<MapResult<R, O>>;
  });
}

function checkChunk(chunk: number = chunkSize): number {
  if (Number.isInteger(chunk) && chunk >= 1) return chunk;
  throw new PerdureError({
    code: 'Flow.InvalidOptions',
    message: `map: chunk must be a whole number of at least 1, but got ${String(chunk)}.`,
  });
}

/** The call of a task is seen by nobody but this map, which cancels all of them together. */
function oneCall<T>(run: (item: T) => unknown): (item: T) => unknown {
  const definition = (run as { readonly [taskDefinition]?: TaskDefinition })[taskDefinition];
  return definition && !isGuarded(definition) ? (item) => runtime().callTaskInScope(definition, [item]) : run;
}

type MapResult<R, O> = O extends { readonly onError: 'settle' } ? Outcome<Awaited<R>>[] : Awaited<R>[];
