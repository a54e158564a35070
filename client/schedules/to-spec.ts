import type { CalendarSpec, ScheduleSpec } from '@temporalio/client';
import type { OptionProblems } from '../../src/definition/check-options.js';
import { pointInTime } from '../../src/definition/point-in-time.js';
import { positiveTime } from '../../src/definition/positive-time.js';
import { toMilliseconds } from '../../src/duration.js';
import { cronProblems } from './check-cron.js';
import type { ScheduleRules, ScheduleTimes } from './schedule-options.js';

/** What stands before the moment in the comment of a calendar that was made from `at`. */
export const onceComment = 'at ';

/** The times of a schedule in Temporal's form; whatever is wrong is noted. */
export function toSpec(times: ScheduleTimes, rules: ScheduleRules, problems: OptionProblems): ScheduleSpec {
  const given = (['cron', 'every', 'at'] as const).filter((option) => times[option] !== undefined);
  if (given.length === 0) problems.add("it needs a time: cron ('0 9 * * *'), every ('10m') or at (a moment)");
  if (given.length > 1) problems.add(`give only one of ${given.join(' and ')}`);
  if (times.timezone !== undefined && times.cron === undefined) problems.add('timezone goes with cron only');
  if (times.offset !== undefined && times.every === undefined) problems.add('offset goes with every only');
  return {
    ...cronSpec(times, problems),
    ...everySpec(times, problems),
    ...onceSpec(times, rules, problems),
    ...toLimits(rules, problems),
  };
}

function cronSpec({ cron, timezone = 'UTC' }: ScheduleTimes, problems: OptionProblems): ScheduleSpec {
  if (cron === undefined) return {};
  for (const problem of typeof cron === 'string' ? cronProblems(cron) : ['it must be text']) {
    problems.add(`cron ${JSON.stringify(cron)}: ${problem}`);
  }
  if (!isTimezone(timezone)) {
    problems.add(`timezone ${JSON.stringify(timezone)} is not known; write a name such as 'Europe/Berlin' or 'UTC'`);
  }
  // The server keeps only what the expression means; its comment is kept as it is, and shown again.
  return { cronExpressions: [`${String(cron).trim()} # ${String(cron).trim()}`], timezone };
}

function isTimezone(name: unknown): boolean {
  // Node knows offsets such as '+02:00' too, the server does not.
  if (typeof name !== 'string' || !/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function everySpec({ every, offset }: ScheduleTimes, problems: OptionProblems): ScheduleSpec {
  if (every === undefined) return {};
  const length = positiveTime(every, 'every', problems);
  const shift = offset === undefined ? 0 : problems.attempt(() => toMilliseconds(offset, 'offset'));
  if (length !== undefined && length % 1_000 !== 0) problems.add('every must be whole seconds');
  if (shift !== undefined && shift % 1_000 !== 0) problems.add('offset must be whole seconds');
  if (length !== undefined && shift !== undefined && shift >= length) problems.add('offset must be shorter than every');
  return { intervals: [{ every: length ?? 0, offset: shift ?? 0 }] };
}

function onceSpec({ at }: ScheduleTimes, { from, until }: ScheduleRules, problems: OptionProblems): ScheduleSpec {
  if (at === undefined) return {};
  const moment = pointInTime(at, 'at', problems);
  if (from !== undefined || until !== undefined) problems.add('from and until do not go with at');
  if (moment === undefined) return {};
  if (moment <= Date.now()) problems.add(`at is in the past: ${new Date(moment).toISOString()}`);
  return { calendars: [calendarOf(moment)], timezone: 'UTC' };
}

/** One second; a part of a second is the next one, never too early. */
function calendarOf(moment: number): CalendarSpec {
  const date = new Date(Math.ceil(moment / 1_000) * 1_000);
  const month = date.toLocaleString('en', { month: 'long', timeZone: 'UTC' }).toUpperCase();
  return {
    year: date.getUTCFullYear(),
    month: month as NonNullable<CalendarSpec['month']>,
    dayOfMonth: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    comment: `${onceComment}${date.toISOString()}`,
  } as CalendarSpec;
}

/** The span in which a schedule is active, as far as it is given. */
export function toLimits({ from, until }: ScheduleRules, problems: OptionProblems): ScheduleSpec {
  const [start, end] = [pointInTime(from, 'from', problems), pointInTime(until, 'until', problems)];
  if (start !== undefined && end !== undefined && end < start) problems.add('until is before from');
  if (end !== undefined && end <= Date.now()) problems.add('until is in the past, so it would never start');
  return {
    ...(start !== undefined && { startAt: new Date(start) }),
    ...(end !== undefined && { endAt: new Date(end) }),
  };
}
