import type { PointInTime } from '../../src/definition/point-in-time.js';
import type { Duration } from '../../src/duration.js';
import type { Overlap } from './overlap.js';

/** When runs are started: exactly one of `cron`, `every` and `at`. */
export type ScheduleTimes =
  | {
      /**
       * Minute, hour, day of the month, month, day of the week: `'0 9 * * MON-FRI'`. With six fields the last is the
       * year, with seven the first is the second. Where both days are given, both must fit. `@daily` and its like.
       */
      readonly cron: string;
      /** The clock it goes by, such as `'Europe/Berlin'`, summer time included. Default `'UTC'`. */
      readonly timezone?: string;
      readonly every?: undefined;
      readonly offset?: undefined;
      readonly at?: undefined;
    }
  | {
      /** The time between two starts, in whole seconds, counted from 1970: `'1h'` is on the hour. */
      readonly every: Duration;
      /** Moves all starts by this time: `every: '1h', offset: '5m'` is five past. Default 0. */
      readonly offset?: Duration;
      readonly cron?: undefined;
      readonly timezone?: undefined;
      readonly at?: undefined;
    }
  | {
      /** The one moment, to the second. */
      readonly at: PointInTime;
      readonly cron?: undefined;
      readonly timezone?: undefined;
      readonly every?: undefined;
      readonly offset?: undefined;
    };

/** What a schedule does beside its times. All optional. */
export interface ScheduleRules {
  /** What happens when a run is due while an earlier one is open. Default `'skip'`. */
  readonly overlap?: Overlap;
  /**
   * How late a start may be that was missed because the server was down; at least 10 seconds. What was missed is
   * treated by `overlap`: with `'skip'` one run makes up for all of it. Default `'365 days'`.
   */
  readonly catchUp?: Duration;
  /** No start before this moment. */
  readonly from?: PointInTime;
  /** No start after this moment. */
  readonly until?: PointInTime;
  /** Made, but not active before `resume()`. Default `false`. */
  readonly paused?: boolean;
  /** For people: why it is there, why it is paused. */
  readonly note?: string;
}

/** What `app.schedule` takes besides the workflow and its input. */
export type ScheduleOptions = ScheduleTimes &
  ScheduleRules & {
    /** How the ids of its runs begin; the time of the start is added. Default: the schedule's name. */
    readonly id?: string;
    /** Default: the workflow's `queue`, else the connection's. */
    readonly taskQueue?: string;
  };

/** What follows the workflow in `app.schedule`; the input may be left out where `undefined` is a legal input. */
export type ScheduleArguments<I> = undefined extends I
  ? [options: ScheduleOptions] | [input: I, options: ScheduleOptions]
  : [input: I, options: ScheduleOptions];

/** What can be changed later: the times as a whole, each rule by itself, and the input. */
export type ScheduleChanges = (ScheduleTimes | { readonly [K in keyof ScheduleTimes]?: undefined }) &
  Omit<ScheduleRules, 'paused'> & {
    /** The input of later runs. */
    readonly input?: unknown;
  };

/** The names of what says when runs start, and what becomes of open and missed ones. */
export const timesAndRules = [
  'cron',
  'timezone',
  'every',
  'offset',
  'at',
  'from',
  'until',
  'overlap',
  'catchUp',
] as const satisfies readonly (keyof ScheduleOptions & keyof ScheduleChanges)[];
