import type { App } from '../../client/index.js';
import { PerdureError } from '../../src/errors.js';
import type { Shell } from '../shell.js';
import { createColours } from '../terminal/colours.js';
import { humanDuration } from '../terminal/human-duration.js';
import type { StatusLine } from '../terminal/status-line.js';
import type { RunNow } from './look-at.js';
import { hasWorker } from './queue-workers.js';
import { startWorker } from './start-worker-advice.js';

const sayAfter = 3_000;
const giveUpAfter = 10_000;
/** A worker that has polled lately may be busy; it gets more time. */
const giveUpOnBusyAfter = 30_000;

/** Notices that nobody takes a run's work: such a run waits for ever, in silence. */
export class NoWorkerWatch {
  private waiting: { readonly task: string; readonly since: number } | undefined;
  private said = false;

  constructor(
    private readonly app: App,
    private readonly shell: Shell,
  ) {}

  /**
   * Says it once on a terminal, and waits on there.
   * @throws PerdureError `Run.NoWorker` where nobody watches
   */
  async look({ id, taskQueue, waitsForWorkerSince: task }: RunNow, status: StatusLine): Promise<void> {
    if (task === undefined) return void (this.waiting = undefined);
    if (this.waiting?.task !== task) return void (this.waiting = { task, since: performance.now() });
    const waited = performance.now() - this.waiting.since;
    if (waited < sayAfter || this.said) return;
    const busy = await hasWorker(this.app, taskQueue);
    if (!this.shell.hasScreen) {
      if (waited > (busy ? giveUpOnBusyAfter : giveUpAfter)) throw noWorker(id, taskQueue, waited);
    } else if (!busy || waited > giveUpAfter) {
      this.said = true;
      status.clear();
      this.shell.note(
        createColours(process.stderr).yellow(
          `No worker takes work from queue '${taskQueue}'. ${startWorker(taskQueue)} Waiting …`,
        ),
      );
    }
  }
}

function noWorker(id: string, taskQueue: string, waited: number): PerdureError {
  return new PerdureError({
    code: 'Run.NoWorker',
    message: `No worker has taken run '${id}' from queue '${taskQueue}' within ${humanDuration(waited)}. The run stays and goes on as soon as there is one. ${startWorker(taskQueue)} Its result then: perdure show ${id}`,
    details: { run: id, taskQueue },
    retryable: true,
  });
}
