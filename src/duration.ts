import parse from 'ms';
import { PerdureError } from './errors.js';

/** A length of time: a string such as `'90s'`, `'10 minutes'`, `'3 days'`, or a number of milliseconds. */
export type Duration = string | number;

/**
 * The length in milliseconds.
 * @throws PerdureError `Duration.Invalid` for text that is no duration and for negative or non-finite numbers.
 */
export function toMilliseconds(duration: Duration, where: string): number {
  const milliseconds = typeof duration === 'number' ? duration : parseText(duration);
  if (milliseconds !== undefined && Number.isFinite(milliseconds) && milliseconds >= 0) return Math.round(milliseconds);
  throw new PerdureError({
    code: 'Duration.Invalid',
    message: `${where}: ${JSON.stringify(duration) ?? String(duration)} is not a duration. Write a string such as '90s', '10 minutes' or '3 days', or a number of milliseconds, not negative.`,
    details: { where, value: String(duration) },
  });
}

function parseText(text: unknown): number | undefined {
  // The library throws for '' and for very long text; both are simply not a duration.
  if (typeof text !== 'string' || text.length === 0 || text.length > 100) return undefined;
  return parse(text as parse.StringValue);
}
