import type { FromWorker, WorkerSettings } from './messages.js';
import { CrashBudget } from './crash-budget.js';
import type { MetricsRelay } from './metrics-relay.js';
import { WorkerProcess, type WorkerEnd } from './worker-process.js';

export type Ready = Extract<FromWorker, { kind: 'ready' }>;
export type Failed = Extract<FromWorker, { kind: 'failed' }>;

/** What happens to the worker, for whoever tells the person. */
export interface DevWorkerEvents {
  loading(): void;
  running(ready: Ready, milliseconds: number): void;
  /** `keepsOld`: the version before goes on. */
  failed(failed: Failed, keepsOld: boolean): void;
  crashed(end: WorkerEnd, restartIn: number | undefined): void;
}

/**
 * Keeps one worker process running: new code is loaded beside the old, replaces it if it is good, and is dropped if
 * not; a worker that dies is started again.
 */
export class DevWorker {
  private current: WorkerProcess | undefined;
  private candidate: WorkerProcess | undefined;
  private readonly leaving = new Set<WorkerProcess>();
  private readonly crashes = new CrashBudget();
  private restart: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly settings: Omit<WorkerSettings, 'metrics'>,
    private readonly events: DevWorkerEvents,
    private readonly metrics: MetricsRelay | undefined,
    private readonly streamUrl: string | undefined,
  ) {}

  /** Loads the code as it is now. A change in the middle of that gives up what it has begun. */
  async reload(): Promise<void> {
    this.crashes.reset();
    await this.load();
  }

  /** Stops what runs, what is being loaded and what is on its way out. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.restart);
    this.candidate?.kill();
    if (this.current) this.leave(this.current);
    this.current = undefined;
    await Promise.all([...this.leaving].map(({ exited }) => exited));
  }

  kill(): void {
    for (const worker of [this.candidate, this.current, ...this.leaving]) worker?.kill();
  }

  private async load(): Promise<void> {
    const metrics = await this.metrics?.next();
    if (this.stopped) return;
    clearTimeout(this.restart);
    this.candidate?.kill();
    const begin = performance.now();
    this.events.loading();
    const worker = WorkerProcess.start({ ...this.settings, metrics }, this.streamUrl);
    this.candidate = worker;
    const news = await worker.ready;
    // Given up in the meantime, for newer code or for good.
    if (this.candidate !== worker || this.stopped) return;
    this.candidate = undefined;
    if (news.kind === 'failed') return this.fail(news);
    // The new one takes work at once; the old one finishes what it has in hand.
    const old = this.current;
    this.current = worker;
    this.metrics?.show(metrics);
    worker.begin();
    if (old) this.leave(old);
    void worker.exited.then((end) => this.ended(worker, end));
    this.events.running(news, performance.now() - begin);
  }

  private fail(failed: Failed): void {
    this.events.failed(failed, this.current !== undefined);
    // The server is away: that passes, and no change of the code would tell us.
    if (failed.passing && this.current === undefined) this.startAgain({ code: 1, signal: null });
  }

  private leave(worker: WorkerProcess): void {
    this.leaving.add(worker);
    void worker.stop().then(() => this.leaving.delete(worker));
  }

  private ended(worker: WorkerProcess, end: WorkerEnd): void {
    if (worker.isStopping || this.current !== worker) return;
    this.current = undefined;
    this.startAgain(end);
  }

  private startAgain(end: WorkerEnd): void {
    const delay = this.crashes.record(Date.now());
    this.events.crashed(end, delay);
    if (delay !== undefined && !this.stopped) this.restart = setTimeout(() => void this.load(), delay);
  }
}
