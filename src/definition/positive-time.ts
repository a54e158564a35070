import { type Duration, toMilliseconds } from '../duration.js';
import type { OptionProblems } from './check-options.js';

/** An option's time in milliseconds; anything but a length above zero is noted as a problem. */
export function positiveTime(
  value: Duration | undefined,
  option: string,
  problems: OptionProblems,
): number | undefined {
  if (value === undefined) return undefined;
  const milliseconds = problems.attempt(() => toMilliseconds(value, option));
  if (milliseconds !== 0) return milliseconds;
  problems.add(`${option} must be longer than nothing; leave it out for the default`);
  return undefined;
}
