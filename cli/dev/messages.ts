import type { AppProblem } from '../app/app-problem.js';
import type { AppSummary } from '../app/describe-app.js';

/** What the worker process is told when it is started. */
export interface WorkerSettings {
  readonly files: readonly string[];
  readonly taskQueue: string;
  /** Missing: as the environment says. */
  readonly address: string | undefined;
  readonly namespace: string | undefined;
  readonly uiUrl: string | undefined;
  /** `host:port` to serve metrics at. */
  readonly metrics: string | undefined;
}

/** From the worker process: its code is good and it can begin, or not. */
export type FromWorker =
  | { readonly kind: 'ready'; readonly app: AppSummary; readonly warnings: readonly AppProblem[] }
  | { readonly kind: 'failed'; readonly problems: readonly AppProblem[]; readonly passing: boolean };

/** To the worker process: take work, or finish what you have and end. */
export type ToWorker = { readonly kind: 'begin' } | { readonly kind: 'stop' };
