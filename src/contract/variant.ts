/**
 * What a call of `task.withOptions(…)` tells the worker that runs the body: the worker knows tasks by name, and so only
 * the options of the definition. Travels in a header of the activity; left out for calls of the task itself.
 */
import type { BreakerPolicy, TaskDefinition } from '../task/definition.js';

export const variantHeader = 'perdure-variant';

export interface VariantFacts {
  /** The key is computed by the caller: a function cannot travel. `null` switches the cache off. */
  readonly cache: { readonly ttl: number | null; readonly version: string | null; readonly key: string | null } | null;
  readonly secrets: readonly string[];
  readonly circuitBreaker: BreakerPolicy | null;
}

/** The facts of a call, or `undefined` if the definition says it all. */
export function variantFacts(task: TaskDefinition, args: readonly unknown[]): VariantFacts | undefined {
  if (!task.isVariant) return undefined;
  const { cache, secrets, circuitBreaker } = task;
  return {
    cache: cache
      ? { ttl: cache.ttl ?? null, version: cache.version ?? null, key: cache.key?.(...(args as never[])) ?? null }
      : null,
    secrets,
    circuitBreaker: circuitBreaker ?? null,
  };
}

/** The definition as that call meant it. */
export function withVariant(task: TaskDefinition, facts: VariantFacts | undefined): TaskDefinition {
  if (facts === undefined) return task;
  const { cache, secrets, circuitBreaker } = facts;
  const key = cache?.key ?? undefined;
  return {
    ...task,
    cache: cache
      ? {
          ttl: cache.ttl ?? undefined,
          version: cache.version ?? undefined,
          key: key === undefined ? undefined : () => key,
        }
      : undefined,
    secrets,
    circuitBreaker: circuitBreaker ?? undefined,
  };
}
