import { runtime } from '../runtime.js';

/** Facts about the run this code belongs to. */
export interface RunInfo {
  /** Temporal's run id: changes when a run continues as new. */
  readonly id: string;
  /** The id under which the run was started and is found again. */
  readonly workflowId: string;
  /** The workflow's name. */
  readonly name: string;
  readonly startedAt: Date;
  /** Events in history so far; 0 in direct calls. */
  readonly historyLength: number;
  /** The history is getting long: time for `continueAsNew`. Always `false` in direct calls. */
  readonly continueSuggested: boolean;
  /** The run in the Temporal Web UI, where the worker knows its address. */
  readonly url: string | undefined;
  /** The schedule that started the run, and the time for which it was due: after a catch-up, earlier than `startedAt`. */
  readonly schedule: { readonly name: string; readonly due: Date } | undefined;
}

/** Facts about the current run. */
export function runInfo(): RunInfo {
  return runtime().runInfo();
}
