import type { App } from 'perdure/client';
import { chain, family, fanOut, question } from './app.js';

/** What happened to the runs that were started in a stretch of time. */
export interface Tally {
  started: number;
  finished: number;
  /** Milliseconds from the start call to the result, of the runs that ended in it. */
  readonly latencies: number[];
  readonly errors: string[];
}

/** How a run of each kind is started, and what it must give. */
const kinds: readonly ((app: App) => Promise<boolean>)[] = [
  async (app) => (await (await app.start(chain, 5)).result()) === 5,
  async (app) => (await (await app.start(fanOut, 10)).result()) === 10,
  async (app) => {
    const run = await app.start(question);
    await run.resume('answer', 'yes', { wait: true });
    return (await run.result()) === 'yes';
  },
  async (app) => (await (await app.start(family, 2)).result()) === 3,
];

/**
 * Starts runs of all kinds in turn, at a rate that does not wait for them: a system that falls behind shows it by longer
 * and longer latencies instead of slowing its own load down.
 */
export class Load {
  private tally = newTally();
  private next = 0;
  private owed = 0;
  private last = performance.now();
  private readonly open = new Set<Promise<void>>();
  private readonly timer: NodeJS.Timeout;
  /** Runs to start in a second. */
  rate = 0;

  constructor(private readonly app: App) {
    this.timer = setInterval(() => this.tick(), 20);
  }

  /** Runs that have been started and not ended. */
  get backlog(): number {
    return this.open.size;
  }

  /** What has happened since the last call. */
  take(): Tally {
    const { tally } = this;
    this.tally = newTally();
    return tally;
  }

  /** Starts no more, and waits for those that are open. */
  async drain(): Promise<void> {
    this.rate = 0;
    await Promise.all(this.open);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.drain();
  }

  private tick(): void {
    const now = performance.now();
    this.owed += (this.rate * (now - this.last)) / 1_000;
    this.last = now;
    for (; this.owed >= 1; this.owed -= 1) this.start();
  }

  private start(): void {
    const kind = kinds[this.next++ % kinds.length]!;
    const begin = performance.now();
    this.tally.started += 1;
    const run = kind(this.app)
      .then((isRight) => (isRight ? undefined : 'a result was wrong'), String)
      .then((error) => {
        this.open.delete(run);
        if (error !== undefined) this.tally.errors.push(error);
        else this.tally.finished += 1;
        this.tally.latencies.push(performance.now() - begin);
      });
    this.open.add(run);
  }
}

function newTally(): Tally {
  return { started: 0, finished: 0, latencies: [], errors: [] };
}
