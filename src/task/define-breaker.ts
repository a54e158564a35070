import type { OptionProblems } from '../definition/check-options.js';
import { positiveTime } from '../definition/positive-time.js';
import type { BreakerPolicy, CircuitBreakerOptions } from './definition.js';

const known = ['key', 'failures', 'cooldown'] as const satisfies readonly (keyof CircuitBreakerOptions)[];

/** The `circuitBreaker` option with its defaults; `false` switches off what `base` says. */
export function defineBreaker(
  task: string,
  option: boolean | CircuitBreakerOptions | undefined,
  problems: OptionProblems,
  base: BreakerPolicy | undefined,
): BreakerPolicy | undefined {
  if (option === undefined) return base;
  if (option === false) return undefined;
  const given: CircuitBreakerOptions = option === true ? {} : option;
  problems.unknown(given, known);
  const failures = given.failures ?? base?.failures ?? 5;
  if (!Number.isInteger(failures) || failures < 1) {
    problems.add(`circuitBreaker.failures must be a whole number of at least 1, but got ${String(failures)}`);
  }
  return Object.freeze({
    key: given.key ?? base?.key ?? task,
    failures,
    cooldown: positiveTime(given.cooldown, 'circuitBreaker.cooldown', problems) ?? base?.cooldown ?? 60_000,
  });
}
