import { CancellationScope, sleep, workflowInfo } from '@temporalio/workflow';

/**
 * Starts at most so many timers in one workflow task. A server writes them all in one statement, and SQLite refuses
 * one of more than 5,000 timers for ever.
 */
const mostAtOnce = 2_000;

/** The timers of one run. */
export class TimerGate {
  /** Which workflow task was looked at last: each one sees a longer history. */
  private task = -1;
  private started = 0;
  private waiting: (() => void)[] = [];

  /** A durable timer; one of very many begins a few milliseconds late and ends on time. */
  sleep(milliseconds: number, options: { readonly summary: string } | undefined): Promise<void> {
    if (this.mayStart()) return sleep(milliseconds, options);
    const due = Date.now() + milliseconds;
    return this.turn().then(() => sleep(Math.max(1, due - Date.now()), options));
  }

  private mayStart(): boolean {
    const { historyLength } = workflowInfo();
    if (historyLength !== this.task) {
      this.task = historyLength;
      this.started = 0;
    }
    if (this.waiting.length > 0 || this.started >= mostAtOnce) return false;
    this.started += 1;
    return true;
  }

  private turn(): Promise<void> {
    if (this.waiting.length === 0) this.breathe();
    return new Promise((resolve, reject) => {
      this.waiting.push(resolve);
      CancellationScope.current().cancelRequested.catch((error: unknown) => {
        this.waiting = this.waiting.filter((one) => one !== resolve);
        reject(error as Error);
      });
    });
  }

  /** A short timer of its own brings the next workflow task, whatever becomes of the calls that wait. */
  private breathe(): void {
    void CancellationScope.nonCancellable(() => sleep(1, { summary: 'more timers follow' })).then(() => {
      this.task = workflowInfo().historyLength;
      const next = this.waiting.splice(0, mostAtOnce - 1);
      this.started = next.length + 1;
      if (this.waiting.length > 0) this.breathe();
      for (const begin of next) begin();
    });
  }
}
