import { runBody } from '../src/task/run-body.js';
import type { TaskDefinition } from '../src/task/definition.js';
import type { TaskContext } from '../src/task/task-context.js';
import type { TaskServices } from './services.js';
import { countBreaker, countCache } from './task-metrics.js';
import type { SecretHider } from './secrets/hide-secrets.js';

/** One attempt of a body with what the worker gives it around: first the cache, then the breaker, then the body. */
export async function runWithServices(
  task: TaskDefinition,
  args: readonly unknown[],
  { cache, breakers, limitOf, noteCache }: TaskServices,
  context: Pick<TaskContext, 'signal' | 'log'>,
  hider: SecretHider,
): Promise<unknown> {
  const body = async (): Promise<unknown> => {
    const result = await runBody(task, args, limitOf);
    hider.refuseIn(result, task.name);
    return result;
  };
  const { circuitBreaker } = task;
  const guarded = circuitBreaker
    ? () => breakers.through(task.name, circuitBreaker, body, (state) => countBreaker(circuitBreaker.key, state))
    : body;
  if (!task.cache) return guarded();
  noteCache(context.log);
  const call = { signal: context.signal as never, log: context.log, answered: countCache };
  return cache.through({ name: task.name, cache: task.cache }, args, call, guarded);
}
