import type { OptionProblems } from './check-options.js';

/** A moment: a `Date`, or ISO 8601 text with its zone, such as `'2026-12-01T09:00:00Z'` or `'2026-12-01'` (UTC). */
export type PointInTime = Date | string;

// A time of day without a zone would mean another moment on each machine, and a run may move between machines.
const iso = /^(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** An option's moment in milliseconds since 1970; anything else is noted as a problem. */
export function pointInTime(
  value: PointInTime | undefined,
  option: string,
  problems: OptionProblems,
): number | undefined {
  if (value === undefined) return undefined;
  const time = typeof value === 'string' ? parse(value) : isDate(value) ? value.getTime() : Number.NaN;
  if (!Number.isNaN(time)) return time;
  problems.add(
    `${option} must be a valid Date or ISO 8601 text with a time zone, such as '2026-12-01T09:00:00Z', but got ${shown(value)}`,
  );
  return undefined;
}

function parse(text: string): number {
  const [, year, month, day] = iso.exec(text) ?? [];
  // JavaScript takes February 30th for March 2nd; nobody means that.
  const longest = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) <= longest ? Date.parse(text) : Number.NaN;
}

/** By tag: the sandbox has a `Date` of its own for each run. */
function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]';
}

function shown(value: unknown): string {
  if (isDate(value)) return 'an invalid Date';
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : `a ${typeof value}`;
}
