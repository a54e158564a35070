import type { OptionProblems } from '../definition/check-options.js';
import { positiveTime } from '../definition/positive-time.js';
import type { ErrorClass, RetryOptions, RetryPolicy } from './retry-options.js';

const knownRetry = [
  'maximumAttempts',
  'initialInterval',
  'backoffCoefficient',
  'maximumInterval',
  'nonRetryable',
] as const satisfies readonly (keyof RetryOptions)[];

/** Fills in defaults (three attempts, 1 s, doubling, at most a minute) or what `base` says, and notes problems. */
export function defineRetry(options: RetryOptions, problems: OptionProblems, base?: RetryPolicy): RetryPolicy {
  problems.unknown(options, knownRetry);
  const interval = (option: 'initialInterval' | 'maximumInterval', fallback: number): number =>
    positiveTime(options[option], `retry.${option}`, problems) ?? base?.[option] ?? fallback;
  const maximumAttempts = options.maximumAttempts ?? base?.maximumAttempts ?? 3;
  if (!Number.isInteger(maximumAttempts) || maximumAttempts < 1) {
    problems.add(
      `retry.maximumAttempts must be a whole number of at least 1 (attempts in all), but got ${String(maximumAttempts)}`,
    );
  }
  const backoffCoefficient = options.backoffCoefficient ?? base?.backoffCoefficient ?? 2;
  if (!(Number.isFinite(backoffCoefficient) && backoffCoefficient >= 1)) {
    problems.add(`retry.backoffCoefficient must be at least 1, but got ${String(backoffCoefficient)}`);
  }
  const initialInterval = interval('initialInterval', 1_000);
  return Object.freeze({
    maximumAttempts,
    initialInterval,
    backoffCoefficient,
    // A first pause over a minute must not be refused for the sake of a default.
    maximumInterval: Math.max(interval('maximumInterval', 60_000), initialInterval),
    nonRetryable: options.nonRetryable?.map(errorName) ?? base?.nonRetryable ?? [],
  });
}

/** Classes travel by name: the retry policy is applied by the server, which knows names only. */
function errorName(error: ErrorClass | string): string {
  return typeof error === 'string' ? error : error.name;
}
