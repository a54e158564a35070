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
export { App, type StartOptions } from './app.js';
export type { RunDescription } from './describe-run.js';
export type { RunFilter } from './list-runs.js';
export { Run } from './run.js';
export { type RunStatus, runStatuses } from './status.js';
export type { IdReuse } from './id-reuse.js';
export type { RerunOptions } from './rerun/rerun.js';
export type { RerunPlan } from './rerun/rerun-plan.js';
export type { RerunStep } from './rerun/rerun-step.js';
export type { OpenPause, ResumeReceipt } from '../src/contract/control.js';
