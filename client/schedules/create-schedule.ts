import type { Client, ScheduleOptions as TemporalOptions } from '@temporalio/client';
import { OptionProblems } from '../../src/definition/check-options.js';
import { toMilliseconds } from '../../src/duration.js';
import { checkPayload } from '../../src/payload/check-size.js';
import type { WorkflowDefinition } from '../../src/workflow/definition.js';
import { startOptions } from '../start-options.js';
import { overlaps, toPolicy } from './overlap.js';
import { fromScheduleClient } from './schedule-failures.js';
import { type ScheduleOptions, type ScheduleRules, timesAndRules } from './schedule-options.js';
import { toSpec } from './to-spec.js';

const knownOptions = [
  ...timesAndRules,
  'paused',
  'note',
  'id',
  'taskQueue',
] as const satisfies readonly (keyof ScheduleOptions)[];

/** Temporal's own default, written down: a server that was down for a month still starts what it missed. */
const defaultCatchUp = 365 * 24 * 3_600_000;
/** The server silently takes this for anything shorter. */
const shortestCatchUp = 10_000;

interface NewSchedule {
  readonly name: string;
  readonly workflow: string;
  readonly definition: WorkflowDefinition | undefined;
  readonly input: unknown;
  /** The connection's. */
  readonly taskQueue: string;
  readonly options: ScheduleOptions;
}

/** Makes a schedule, after everything about it was checked. */
export async function createSchedule(client: Client, schedule: NewSchedule): Promise<void> {
  const { name, workflow, definition, input, options } = schedule;
  const problems = new OptionProblems(`schedule '${String(name)}'`, 'Schedule.Invalid');
  if (typeof name !== 'string' || name === '' || name.length > 200)
    problems.add('its name must have 1 to 200 characters');
  problems.unknown(options, knownOptions);
  const spec = toSpec(options, options, problems);
  const policies = toPolicies({ overlap: 'skip', catchUp: defaultCatchUp, ...options }, problems);
  problems.throwAny();
  checkPayload([input], `schedule '${name}'`, () => 'its input');
  const { paused = false, note, id = name } = options;
  try {
    await client.schedule.create({
      scheduleId: name,
      spec,
      policies,
      state: { paused, note, remainingActions: options.at === undefined ? undefined : 1 },
      action: {
        ...startOptions(definition),
        type: 'startWorkflow',
        workflowType: workflow,
        workflowId: id,
        args: input === undefined ? [] : [input],
        taskQueue: options.taskQueue ?? definition?.queue ?? schedule.taskQueue,
      },
    });
  } catch (error) {
    throw fromScheduleClient(error, name);
  }
}

/** The rules about open and missed runs, those that are given; whatever is wrong is noted. */
export function toPolicies(
  { overlap, catchUp }: ScheduleRules,
  problems: OptionProblems,
): NonNullable<TemporalOptions['policies']> {
  if (overlap !== undefined && !overlaps.includes(overlap)) {
    problems.add(`overlap must be one of ${overlaps.join(', ')}, but got ${JSON.stringify(overlap)}`);
  }
  const window = catchUp === undefined ? undefined : problems.attempt(() => toMilliseconds(catchUp, 'catchUp'));
  if (window !== undefined && window < shortestCatchUp) problems.add('catchUp must be at least 10 seconds');
  return {
    ...(overlap !== undefined && { overlap: toPolicy(overlap) }),
    ...(window !== undefined && { catchupWindow: window }),
  };
}
