import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Duration } from '../duration.js';
import type { RetryOptions, RetryPolicy } from '../retry/retry-options.js';

/** What a task is told besides its body. All optional. */
export interface TaskOptions<Args extends readonly unknown[] = readonly never[]> {
  /** For people and models. */
  readonly description?: string;
  /** Checks the single argument; the body gets the checked value. A violation is `Task.InvalidInput`, not retried. */
  readonly input?: StandardSchemaV1;
  /** Checks what the body returns. A violation is `Task.InvalidOutput`, not retried. */
  readonly output?: StandardSchemaV1;
  readonly retry?: RetryOptions;
  /** Longest time for one attempt, enforced also on a body that ignores its signal. Default `'10m'`. */
  readonly timeout?: Duration;
  /** Longest time for all attempts together, waiting included. Default none. */
  readonly totalTimeout?: Duration;
  /** How long a worker may be silent before the attempt counts as lost. Heartbeats are automatic. Default `'30s'`. */
  readonly heartbeatTimeout?: Duration;
  /** What history shows for the call: text with `{field}` placeholders, or a function of the arguments. */
  readonly summary?: string | ((...args: Args) => string);
  /** Another task queue than the workflow's. */
  readonly queue?: string;
  /** 1 (first) to 5, where the server supports it. */
  readonly priority?: 1 | 2 | 3 | 4 | 5;
}

/** A task as frozen data: its name, its body, and its options with every default filled in, times in milliseconds. */
export interface TaskDefinition {
  readonly name: string;
  readonly body: (...args: never[]) => unknown;
  readonly description: string | undefined;
  readonly input: StandardSchemaV1 | undefined;
  readonly output: StandardSchemaV1 | undefined;
  readonly retry: RetryPolicy;
  readonly timeout: number;
  readonly totalTimeout: number | undefined;
  readonly heartbeatTimeout: number;
  readonly summary: string | ((...args: never[]) => string) | undefined;
  readonly queue: string | undefined;
  readonly priority: number | undefined;
}

/** Where a task keeps its definition, for the rooms that run it. */
export const taskDefinition = Symbol.for('perdure.task');
