import type {
  ScheduleDescription as TemporalDescription,
  ScheduleExecutionResult,
  ScheduleSpecDescription,
  ScheduleSummary as TemporalSummary,
} from '@temporalio/client';
import { cronProblems } from './check-cron.js';
import { fromPolicy, type Overlap } from './overlap.js';
import { onceComment } from './to-spec.js';

/** The times as they were given; lengths in milliseconds. */
export type ScheduleTiming =
  | { readonly kind: 'cron'; readonly cron: string; readonly timezone: string }
  | { readonly kind: 'every'; readonly every: number; readonly offset: number }
  | { readonly kind: 'at'; readonly at: Date }
  /** Made elsewhere, in a form of Temporal's that has no counterpart here. */
  | { readonly kind: 'other' };

/** A run a schedule has started. */
export interface ScheduledRun {
  readonly id: string;
  readonly runId: string;
  /** The time it was due. */
  readonly due: Date;
  readonly startedAt: Date;
}

/** A schedule as lists show it; a list may be a moment behind. */
export interface ScheduleSummary {
  readonly name: string;
  readonly workflow: string;
  readonly timing: ScheduleTiming;
  readonly paused: boolean;
  readonly note: string;
  /** The next starts, five at most; none if it is over. A paused schedule shows those it would make. */
  readonly next: readonly Date[];
  /** The latest starts, oldest first. */
  readonly recent: readonly ScheduledRun[];
  /** In the Temporal Web UI, where its address is known. */
  readonly url: string | undefined;
}

export interface ScheduleDescription extends ScheduleSummary {
  /** How the ids of its runs begin. */
  readonly id: string;
  readonly input: unknown;
  readonly taskQueue: string;
  readonly overlap: Overlap;
  /** Milliseconds. */
  readonly catchUp: number;
  readonly from: Date | undefined;
  readonly until: Date | undefined;
  /** Ids of its open runs; with `allow-all` the server does not watch them, and `app.list({ schedule })` finds them. */
  readonly running: readonly string[];
  readonly counts: {
    readonly started: number;
    /** Due while another run was open. */
    readonly skipped: number;
    /** Missed by more than `catchUp`. */
    readonly missed: number;
  };
  readonly createdAt: Date;
}

export function summariseSchedule(
  from: TemporalSummary | TemporalDescription,
  url: string | undefined,
): ScheduleSummary {
  return {
    name: from.scheduleId,
    workflow: from.action?.workflowType ?? '',
    timing: timingOf(from.spec ?? {}),
    paused: from.state.paused,
    note: from.state.note ?? '',
    next: from.info.nextActionTimes.slice(0, 5),
    recent: from.info.recentActions.map(toRun),
    url,
  };
}

export function describeSchedule(from: TemporalDescription, url: string | undefined): ScheduleDescription {
  const { action, spec, policies, info } = from;
  return {
    ...summariseSchedule(from, url),
    id: action.workflowId ?? from.scheduleId,
    input: (action.args as readonly unknown[] | undefined)?.[0],
    taskQueue: action.taskQueue,
    overlap: fromPolicy(policies.overlap),
    catchUp: policies.catchupWindow,
    from: spec.startAt,
    until: spec.endAt,
    running: info.runningActions.map(({ workflow }) => workflow.workflowId),
    counts: {
      started: info.numActionsTaken,
      skipped: info.numActionsSkippedOverlap,
      missed: info.numActionsMissedCatchupWindow,
    },
    createdAt: info.createdAt,
  };
}

function toRun({ scheduledAt, takenAt, action }: ScheduleExecutionResult): ScheduledRun {
  const { workflowId: id, firstExecutionRunId: runId } = action.workflow;
  return { id, runId, due: scheduledAt, startedAt: takenAt };
}

function timingOf({ calendars = [], intervals = [], timezone }: ScheduleSpecDescription): ScheduleTiming {
  const [[calendar, ...calendarsMore], [interval, ...intervalsMore]] = [calendars, intervals];
  if (calendarsMore.length + intervalsMore.length > 0) return { kind: 'other' };
  if (interval !== undefined && calendar === undefined)
    return { kind: 'every', ...interval, offset: interval.offset ?? 0 };
  const comment = calendar?.comment ?? '';
  if (comment.startsWith(onceComment)) return { kind: 'at', at: new Date(comment.slice(onceComment.length)) };
  if (comment === '' || cronProblems(comment).length > 0) return { kind: 'other' };
  return { kind: 'cron', cron: comment, timezone: timezone || 'UTC' };
}
