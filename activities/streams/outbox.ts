import { randomUUID } from 'node:crypto';
import type { StreamFrame } from '../../src/contract/stream.js';
import type { PublishOptions } from '../../src/ports/stream-channel.js';
import { tryAgain } from './try-again.js';

/** How long a batch is tried, and for how long nothing is after that: viewers are worth a run's waiting only so much. */
const patience = 3_000;
const rest = 10_000;

type Send = (run: string, frames: readonly StreamFrame[], batch: string) => Promise<void>;

/**
 * Sends frames to a place outside of this process: those of a run one after another, each until it has arrived, and with
 * a name by which the other side knows a repetition.
 */
export class Outbox {
  private readonly publisher = randomUUID();
  private readonly last = new Map<string, Promise<void>>();
  private counter = 0;
  private outage: { readonly until: number; readonly error: unknown } | undefined;

  constructor(private readonly send: Send) {}

  publish(
    run: string,
    frames: readonly StreamFrame[],
    { batch = this.nextBatch() }: PublishOptions = {},
  ): Promise<void> {
    const deliver = (): Promise<void> => this.deliver(run, frames, batch);
    const sent = (this.last.get(run) ?? Promise.resolve()).then(deliver);
    // The next one goes out also if this one could not.
    const settled = sent.then(
      () => undefined,
      () => undefined,
    );
    this.last.set(run, settled);
    void settled.then(() => {
      if (this.last.get(run) === settled) this.last.delete(run);
    });
    return sent;
  }

  /** Everything has gone out, or has failed. */
  async empty(): Promise<void> {
    await Promise.all(this.last.values());
  }

  private async deliver(run: string, frames: readonly StreamFrame[], batch: string): Promise<void> {
    if (this.outage && performance.now() < this.outage.until) throw this.outage.error;
    try {
      await tryAgain(() => this.send(run, frames, batch), patience);
      this.outage = undefined;
    } catch (error) {
      this.outage = { until: performance.now() + rest, error };
      throw error;
    }
  }

  private nextBatch(): string {
    this.counter += 1;
    return `${this.publisher}:${this.counter}`;
  }
}
