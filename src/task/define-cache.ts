import type { OptionProblems } from '../definition/check-options.js';
import { positiveTime } from '../definition/positive-time.js';
import type { CacheOptions, CachePolicy } from './definition.js';

const known = ['ttl', 'key', 'version'] as const satisfies readonly (keyof CacheOptions)[];

/** The `cache` option with its defaults; `false` switches off what `base` says. */
export function defineCache(
  option: boolean | CacheOptions | undefined,
  problems: OptionProblems,
  base: CachePolicy | undefined,
): CachePolicy | undefined {
  if (option === undefined) return base;
  if (option === false) return undefined;
  const given: CacheOptions = option === true ? {} : option;
  problems.unknown(given, known);
  if (given.key !== undefined && typeof given.key !== 'function') {
    problems.add('cache.key must be a function of the arguments that returns a text');
  }
  return Object.freeze({
    ttl: positiveTime(given.ttl, 'cache.ttl', problems) ?? base?.ttl,
    key: given.key ?? base?.key,
    version: given.version ?? base?.version,
  });
}
