import type { ScheduleDescription, ScheduleUpdateOptions } from '@temporalio/client';
import { OptionProblems } from '../../src/definition/check-options.js';
import { toPolicies } from './create-schedule.js';
import { onceComment, toLimits, toSpec } from './to-spec.js';
import { type ScheduleChanges, type ScheduleTimes, timesAndRules } from './schedule-options.js';

const knownChanges = [...timesAndRules, 'note', 'input'] as const satisfies readonly (keyof ScheduleChanges)[];

/**
 * How a schedule is after some changes; what is not mentioned stays.
 * @throws PerdureError `Schedule.Invalid` with all problems
 */
export function changeSchedule(
  name: string,
  changes: ScheduleChanges,
): (before: ScheduleDescription) => ScheduleUpdateOptions {
  const problems = new OptionProblems(`schedule '${name}'`, 'Schedule.Invalid', 'cannot be changed');
  problems.unknown(changes, knownChanges);
  const { cron, timezone, every, offset, at } = changes;
  const newTimes = [cron, timezone, every, offset, at].some((time) => time !== undefined);
  const spec = newTimes ? toSpec(changes as ScheduleTimes, changes, problems) : toLimits(changes, problems);
  const policies = toPolicies(changes, problems);
  problems.throwAny();
  return (before) => {
    const kept = newTimes ? { startAt: before.spec.startAt, endAt: before.spec.endAt } : before.spec;
    const { note, remainingActions } = before.state;
    const wasOnce = before.spec.calendars?.[0]?.comment?.startsWith(onceComment) === true;
    const remaining = at !== undefined ? 1 : newTimes && wasOnce ? undefined : remainingActions;
    return {
      action: { ...before.action, ...('input' in changes && { args: [changes.input] }) },
      // A new moment has no limits, whatever the times before it had.
      spec: at === undefined ? { ...kept, ...spec } : spec,
      policies: { ...before.policies, ...policies },
      state: { ...before.state, note: changes.note ?? note ?? '', remainingActions: remaining },
    } as ScheduleUpdateOptions;
  };
}
