/**
 * Starts, answers and watches runs from any Node program:
 *
 * ```ts
 * const app = await connect();
 * const run = await app.start(hello, 'Ada');
 * console.log(await run.result());
 * ```
 * @module
 */
export { connect, type ConnectOptions } from './connect.js';
export type { TelemetryOptions, TracesOptions } from '../telemetry/telemetry-options.js';
export { App, type StartOptions } from './app.js';
export type { RunDescription } from './describe-run.js';
export type { RunFilter } from './list-runs.js';
export { type ResultOptions, type ResumeOptions, Run, type WhenStuck } from './run.js';
export type { StuckRun } from '../src/contract/stuck-run.js';
export type { HistoryStep } from '../src/contract/divergence.js';
export { type RunStatus, runStatuses } from './status.js';
export type { IdReuse } from './id-reuse.js';
export type { RerunOptions } from './rerun/rerun.js';
export type { RerunPlan } from './rerun/rerun-plan.js';
export type { RerunStep } from './rerun/rerun-step.js';
export { Schedule } from './schedules/schedule.js';
export { type Overlap, overlaps } from './schedules/overlap.js';
export type { ScheduleChanges, ScheduleOptions, ScheduleRules, ScheduleTimes } from './schedules/schedule-options.js';
export type {
  ScheduledRun,
  ScheduleDescription,
  ScheduleSummary,
  ScheduleTiming,
} from './schedules/describe-schedule.js';
export type { GraphView } from '../src/contract/graphs.js';
export type { StreamEvent, StreamFrame } from '../src/contract/stream.js';
export type { PublishOptions, StreamChannel, SubscribeOptions } from '../src/ports/stream-channel.js';
export type { OpenPause, ResumeReceipt } from '../src/contract/control.js';
export * from '../codec/for-users.js';
export * from '../activities/streams/for-users.js';
