import type { Client, ScheduleHandle, ScheduleUpdateOptions } from '@temporalio/client';
import { OptionProblems } from '../../src/definition/check-options.js';
import { pointInTime, type PointInTime } from '../../src/definition/point-in-time.js';
import { checkPayload } from '../../src/payload/check-size.js';
import { askAgain } from '../ask-again.js';
import { scheduleUrl } from '../web-ui.js';
import { changeSchedule } from './change-schedule.js';
import { describeSchedule, type ScheduleDescription } from './describe-schedule.js';
import { type Overlap, toPolicy } from './overlap.js';
import { fromScheduleClient } from './schedule-failures.js';
import type { ScheduleChanges } from './schedule-options.js';

/**
 * The server asks a worker of its own how a schedule stands. Under load such a question was seen to stay without an
 * answer until the server's limit of 30 s.
 */
const answeredWithin = 20_000;
const deadlineExceeded = 4;

/** One schedule: look at it, stop and start it, change it. Every method throws `Schedule.NotFound` if it is not there. */
export class Schedule {
  constructor(
    private readonly client: Client,
    readonly name: string,
    private readonly uiUrl: string | undefined,
  ) {}

  /** The schedule in the Temporal Web UI, where its address is known. */
  get url(): string | undefined {
    return scheduleUrl(this.uiUrl, this.client.options.namespace, this.name);
  }

  /**
   * How it stands: its rules, the next five starts, the latest runs. Asked up to three times, 20 s each.
   * @throws PerdureError `Server.NotReachable`
   */
  async describe(): Promise<ScheduleDescription> {
    return this.ask(async (handle) => {
      const question = () => this.client.withDeadline(Date.now() + answeredWithin, () => handle.describe());
      return describeSchedule(await askAgain(question, ({ code }) => code === deadlineExceeded), this.url);
    });
  }

  /** Starts nothing from now on. Open runs go on; what is due meanwhile is not made up for. */
  async pause(note = 'paused'): Promise<void> {
    await this.ask((handle) => handle.pause(note));
  }

  async resume(note = 'resumed'): Promise<void> {
    await this.ask((handle) => handle.unpause(note));
  }

  /**
   * Starts a run now, also while it is paused; the run appears a moment later.
   * @param options `overlap`: if another run is open. Default `'allow-all'`: it starts in any case
   */
  async trigger({ overlap = 'allow-all' }: { readonly overlap?: Overlap } = {}): Promise<void> {
    await this.ask((handle) => handle.trigger(toPolicy(overlap)));
  }

  /**
   * Starts the runs that were due in a time that has passed, both ends included.
   * @param options `overlap`: default `'buffer-all'`, one after another
   * @throws PerdureError `Schedule.Invalid`
   */
  async backfill(options: {
    readonly from: PointInTime;
    readonly to: PointInTime;
    readonly overlap?: Overlap;
  }): Promise<void> {
    const { start, end } = this.span(options.from, options.to, 'backfilled');
    const overlap = toPolicy(options.overlap ?? 'buffer-all');
    await this.ask((handle) => handle.backfill({ start, end, overlap }));
  }

  /**
   * The times in a span at which it would start a run, as the server computes them, summer time included.
   * @throws PerdureError `Schedule.Invalid`
   */
  async times(from: PointInTime, to: PointInTime): Promise<Date[]> {
    const { start, end } = this.span(from, to, 'looked through');
    // The stock client has no call of its own for this. It names a schedule that is not there by describing it.
    await this.describe();
    const { startTime } = await this.client.workflowService.listScheduleMatchingTimes({
      namespace: this.client.options.namespace,
      scheduleId: this.name,
      startTime: toTimestamp(start),
      endTime: toTimestamp(end),
    });
    return (startTime ?? []).map(({ seconds }) => new Date(Number(seconds) * 1_000));
  }

  /**
   * Changes what is given and keeps the rest; the times (`cron` with `timezone`, `every` with `offset`, `at`) are
   * changed as a whole. Open runs go on as they are.
   * @throws PerdureError `Schedule.Invalid` with all problems, `Payload.NotJson`, `Payload.TooLarge`
   */
  async update(changes: ScheduleChanges): Promise<void> {
    checkPayload([changes.input], `schedule '${this.name}'`, () => 'its input');
    const change = changeSchedule(this.name, changes);
    await this.ask((handle) => handle.update((before) => change(before) as ScheduleUpdateOptions));
  }

  /** Removes it. Its open runs go on. */
  async delete(): Promise<void> {
    await this.ask((handle) => handle.delete());
  }

  private span(from: PointInTime, to: PointInTime, what: string): { readonly start: Date; readonly end: Date } {
    const problems = new OptionProblems(`schedule '${this.name}'`, 'Schedule.Invalid', `cannot be ${what}`);
    const [start = 0, end = 0] = [pointInTime(from, 'from', problems), pointInTime(to, 'to', problems)];
    if (end < start) problems.add('to is before from');
    problems.throwAny();
    return { start: new Date(start), end: new Date(end) };
  }

  private async ask<T>(question: (handle: ScheduleHandle) => Promise<T>): Promise<T> {
    try {
      return await question(this.client.schedule.getHandle(this.name));
    } catch (error) {
      throw fromScheduleClient(error, this.name);
    }
  }
}

/** The wire's types ask for its own 64-bit numbers; it takes plain ones as well. */
function toTimestamp(date: Date): { readonly seconds: never; readonly nanos: number } {
  return { seconds: Math.floor(date.getTime() / 1_000) as never, nanos: 0 };
}
