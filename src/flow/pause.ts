import type { StandardSchemaV1 } from '@standard-schema/spec';
import { startOrReject } from '../cancellation.js';
import { OptionProblems } from '../definition/check-options.js';
import { checkName } from '../definition/name.js';
import { positiveTime } from '../definition/positive-time.js';
import type { Duration } from '../duration.js';
import { checkPayload } from '../payload/check-size.js';
import { runtime } from '../runtime.js';

export interface PauseOptions<S extends StandardSchemaV1 | undefined = undefined> {
  /** What an answer must look like. Default: any JSON value. */
  readonly schema?: S;
  /** The question, for people. */
  readonly prompt?: string;
  /** What the person needs to see in order to answer. JSON. */
  readonly data?: unknown;
  /** How long to wait. Default: for ever. */
  readonly timeout?: Duration;
  /** The value if nobody answers in time; without it the pause fails with `Pause.TimedOut`. */
  readonly onTimeout?: unknown;
}

/** A pause as a runtime gets it. */
export interface PauseRequest {
  readonly name: string;
  readonly schema: StandardSchemaV1 | undefined;
  readonly prompt: string | undefined;
  readonly data: unknown;
  readonly timeout: number | undefined;
  /** Boxed, because `null`, `false` and `0` are values. */
  readonly onTimeout: { readonly value: unknown } | undefined;
}

const knownOptions = [
  'schema',
  'prompt',
  'data',
  'timeout',
  'onTimeout',
] as const satisfies readonly (keyof PauseOptions)[];

/**
 * Stops here until a person or a program answers by name, for seconds or months; the worker is free meanwhile.
 *
 * ```ts
 * const review = await pause('review', { schema: z.object({ approved: z.boolean() }), prompt: 'Good enough?', data: draft });
 * ```
 * Answered by `run.resume('review', …)`, `perdure resume`, the Temporal CLI or the Web UI (update or signal `resume`).
 * The second pause of the same name in a run is called `review#2`.
 * @throws PerdureError `Pause.TimedOut` without `onTimeout`, `Run.Cancelled`, `Pause.InvalidOptions`, `Payload.NotJson`
 */
export function pause<S extends StandardSchemaV1>(
  name: string,
  options: PauseOptions<S> & { readonly schema: S },
): Promise<StandardSchemaV1.InferOutput<S>>;
export function pause<T = unknown>(name: string, options?: PauseOptions): Promise<T>;
export function pause(name: string, options: PauseOptions<StandardSchemaV1 | undefined> = {}): Promise<unknown> {
  return startOrReject(() => runtime().waitForAnswer(toRequest(name, options)));
}

function toRequest(name: string, options: PauseOptions<StandardSchemaV1 | undefined>): PauseRequest {
  checkName('pause', name);
  const problems = new OptionProblems(`pause '${name}'`, 'Pause.InvalidOptions');
  problems.unknown(options, knownOptions);
  const timeout = positiveTime(options.timeout, 'timeout', problems);
  if ('onTimeout' in options && timeout === undefined) problems.add("onTimeout needs a timeout, such as '2 days'");
  problems.throwAny();
  checkPayload([options.data, options.onTimeout], `pause '${name}'`, (part) => (part === 0 ? 'data' : 'onTimeout'));
  return {
    name,
    schema: options.schema,
    prompt: options.prompt,
    data: options.data ?? null,
    timeout,
    onTimeout: 'onTimeout' in options ? { value: options.onTimeout } : undefined,
  };
}
