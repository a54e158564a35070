import type { StandardSchemaV1 } from '@standard-schema/spec';
import { startOrReject } from '../cancellation.js';
import { OptionProblems } from '../definition/check-options.js';
import { checkName } from '../definition/name.js';
import { pointInTime, type PointInTime } from '../definition/point-in-time.js';
import { positiveTime } from '../definition/positive-time.js';
import { type Duration, toMilliseconds } from '../duration.js';
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

/** A pause that ends by itself. Exactly one of `after` and `until`; no `timeout`. */
export type TimedPauseOptions<S extends StandardSchemaV1 | undefined = undefined> = Pick<
  PauseOptions<S>,
  'schema' | 'prompt' | 'data'
> &
  (
    | {
        /** How long it lasts at most: `'3 days'` or milliseconds. */
        readonly after: Duration;
        readonly until?: undefined;
      }
    | {
        /** The moment it ends at the latest; one that has passed goes on at once. */
        readonly until: PointInTime;
        readonly after?: undefined;
      }
  );

type AnyPauseOptions = PauseOptions<StandardSchemaV1 | undefined> & {
  readonly after?: Duration | undefined;
  readonly until?: PointInTime | undefined;
};

/** A pause as a runtime gets it. */
export interface PauseRequest {
  readonly name: string;
  readonly schema: StandardSchemaV1 | undefined;
  readonly prompt: string | undefined;
  readonly data: unknown;
  readonly timeout: number | undefined;
  /** Boxed, because `null`, `false` and `0` are values. */
  readonly onTimeout: { readonly value: unknown } | undefined;
  /** When it wakes by itself, in milliseconds since 1970. Never together with a timeout. */
  readonly wakeAt: number | undefined;
}

const knownOptions = [
  'schema',
  'prompt',
  'data',
  'timeout',
  'onTimeout',
  'after',
  'until',
] as const satisfies readonly (keyof AnyPauseOptions)[];

/** The server counts in nanoseconds and would refuse the timer, for ever. */
const longestWait = 100 * 365.25 * 24 * 3_600_000;

/**
 * Stops here until a person or a program answers by name, for seconds or months; the worker is free meanwhile.
 *
 * ```ts
 * const review = await pause('review', { schema: z.object({ approved: z.boolean() }), prompt: 'Good enough?', data: draft });
 * ```
 * Answered by `run.resume('review', …)`, `perdure resume`, the Temporal CLI or the Web UI (update or signal `resume`).
 * The second pause of the same name in a run is called `review#2`.
 *
 * With `after` or `until` it wakes by itself and gives `undefined`; answered before that, it gives the answer:
 *
 * ```ts
 * await pause('until_monday', { until: '2026-11-30T09:00:00+01:00' });
 * ```
 * @throws PerdureError `Pause.TimedOut` without `onTimeout`, `Run.Cancelled`, `Pause.InvalidOptions`, `Payload.NotJson`
 */
export function pause<S extends StandardSchemaV1>(
  name: string,
  options: TimedPauseOptions<S> & { readonly schema: S },
): Promise<StandardSchemaV1.InferOutput<S> | undefined>;
export function pause<T = unknown>(name: string, options: TimedPauseOptions): Promise<T | undefined>;
export function pause<S extends StandardSchemaV1>(
  name: string,
  options: PauseOptions<S> & { readonly schema: S },
): Promise<StandardSchemaV1.InferOutput<S>>;
export function pause<T = unknown>(name: string, options?: PauseOptions): Promise<T>;
export function pause(name: string, options: AnyPauseOptions = {}): Promise<unknown> {
  return startOrReject(() => runtime().waitForAnswer(toRequest(name, options)));
}

function toRequest(name: string, options: AnyPauseOptions): PauseRequest {
  checkName('pause', name);
  const problems = new OptionProblems(`pause '${name}'`, 'Pause.InvalidOptions');
  problems.unknown(options, knownOptions);
  const timeout = positiveTime(options.timeout, 'timeout', problems);
  const wakeAt = wakeTime(options, problems);
  if (options.after !== undefined || options.until !== undefined) {
    const others = ['timeout', 'onTimeout'].filter((option) => option in options);
    if (others.length > 0) problems.add(`${others.join(' and ')} cannot go with after or until, which never time out`);
  } else if ('onTimeout' in options && timeout === undefined) {
    problems.add("onTimeout needs a timeout, such as '2 days'");
  }
  problems.throwAny();
  checkPayload([options.data, options.onTimeout], `pause '${name}'`, (part) => (part === 0 ? 'data' : 'onTimeout'));
  return {
    name,
    schema: options.schema,
    prompt: options.prompt,
    data: options.data ?? null,
    timeout,
    onTimeout: 'onTimeout' in options ? { value: options.onTimeout } : undefined,
    wakeAt,
  };
}

function wakeTime({ after, until }: AnyPauseOptions, problems: OptionProblems): number | undefined {
  if (after !== undefined && until !== undefined) problems.add('give either after or until, not both');
  const length = after === undefined ? undefined : problems.attempt(() => toMilliseconds(after, 'after'));
  const moment = pointInTime(until, 'until', problems);
  const now = runtime().now();
  const wakeAt = length === undefined ? moment : now + length;
  if (wakeAt === undefined || wakeAt - now <= longestWait) return wakeAt;
  problems.add(`${after === undefined ? 'until' : 'after'} is more than 100 years away; leave it out to wait for ever`);
  return undefined;
}
