import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { ToolCallFacts } from '../contract/tool-call.js';
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
  /**
   * A task with the same arguments whose value becomes the result once this one has finally failed. Not for an input
   * that does not fit, a payload that cannot be sent, a refused approval or a cancellation.
   */
  readonly fallback?: AnyTask<Args>;
  /**
   * A task with the same arguments that undoes what the body may have done, once, when the call finally fails (and has
   * no fallback) or is cancelled. The error stays the original one; if the undoing fails too, see `error.undoFailures`.
   */
  readonly rollback?: AnyTask<Args>;
  /** Whether a person must agree before the body runs: always, or where the function says so for these arguments. */
  readonly approval?: boolean | ((...args: Args) => boolean);
  /** What an approval "always for this target" is bound to: a customer, an address. Without it there is no such grant. */
  readonly approvalTarget?: (...args: Args) => string;
  /** Results are kept in the worker's cache and given again for the same arguments. `null` is a result, failures are not. */
  readonly cache?: boolean | CacheOptions<Args>;
  /** Names of secrets the body finds in `taskContext().secrets`. Missing ones fail the task, all named at once. */
  readonly secrets?: readonly string[];
  /** Stops calling what keeps failing, for all runs of a worker. */
  readonly circuitBreaker?: boolean | CircuitBreakerOptions;
  /** What the task does to the world; orders the tool calls of one model turn. */
  readonly risk?: Risk;
  /** Runs in the workflow's own worker without a round through the server: for quick work that may be repeated. */
  readonly local?: boolean;
  /** Arguments and result may only be stored encrypted: a worker without a payload codec refuses to start. */
  readonly sensitive?: boolean;
}

/** Reads run together; everything else is a barrier. */
export type Risk = 'read' | 'write' | 'exec' | 'external';

/** Any task that can be called with these arguments. */
export type AnyTask<Args extends readonly unknown[]> = ((...args: Args) => Promise<unknown>) & {
  readonly taskName: string;
};

export interface CacheOptions<Args extends readonly unknown[] = readonly never[]> {
  /** How long a result holds. Default: for ever. */
  readonly ttl?: Duration;
  /** What tells calls apart. Default: all arguments, as JSON with sorted keys. */
  readonly key?: (...args: Args) => string;
  /** Change it when the body means something else than before. Default none. */
  readonly version?: string;
}

export interface CircuitBreakerOptions {
  /** Tasks with the same key share one breaker. Default: the task's name. */
  readonly key?: string;
  /** Failed attempts in a row that open it. Default 5. */
  readonly failures?: number;
  /** How long it stays open before one call may probe. Default `'60s'`. */
  readonly cooldown?: Duration;
}

export interface CachePolicy {
  readonly ttl: number | undefined;
  readonly key: ((...args: never[]) => string) | undefined;
  readonly version: string | undefined;
}

export interface BreakerPolicy {
  readonly key: string;
  readonly failures: number;
  readonly cooldown: number;
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
  readonly fallback: AnyTask<never[]> | undefined;
  readonly rollback: AnyTask<never[]> | undefined;
  readonly approval: boolean | ((...args: never[]) => boolean);
  readonly approvalTarget: ((...args: never[]) => string) | undefined;
  readonly cache: CachePolicy | undefined;
  readonly secrets: readonly string[];
  readonly circuitBreaker: BreakerPolicy | undefined;
  readonly risk: Risk | undefined;
  readonly local: boolean;
  readonly sensitive: boolean;
  /** Made by `withOptions` with options that the worker has to be told of. */
  readonly isVariant: boolean;
  /** Set for one call, where a model has asked for it. */
  readonly toolCall?: ToolCallFacts;
}

/** Where a task keeps its definition, for the rooms that run it. */
export const taskDefinition = Symbol.for('perdure.task');
