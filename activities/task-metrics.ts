import { Context } from '@temporalio/activity';

/** How a call with the option `cache` was answered. */
export type CacheAnswer = 'hit' | 'miss';

/** Counts an answer of the cache; Temporal adds namespace, queue and the task's name. Nothing happens without metrics. */
export function countCache(answer: CacheAnswer): void {
  const [name, what] =
    answer === 'hit'
      ? ['perdure_cache_hits', 'Task calls answered by a kept result, or by an identical call that was running.']
      : ['perdure_cache_misses', 'Task calls with a cache whose body had to run.'];
  Context.current()
    .metricMeter.createCounter(name as string, undefined, what)
    .add(1);
}

/** Counts that a circuit breaker of this worker has opened or closed. */
export function countBreaker(key: string, state: 'open' | 'closed'): void {
  const what = 'Changes of circuit breakers, by the state they changed to.';
  Context.current()
    .metricMeter.createCounter('perdure_circuit_breaker_changes', undefined, what)
    .add(1, { key, state });
}
