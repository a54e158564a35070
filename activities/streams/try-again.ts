import { setTimeout } from 'node:timers/promises';
import { type PerdureError } from '../../src/errors.js';

export interface Patience {
  /** How long to try, in milliseconds, from the first failure on. */
  readonly patience: number;
  readonly signal?: AbortSignal;
}

/** Does something until it succeeds, as long as the failure may pass and patience lasts; then the last failure stands. */
export async function tryAgain<T>(work: () => Promise<T>, { patience, signal }: Patience): Promise<T> {
  const pause = new Pauses();
  const begin = performance.now();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const mayPass = (error as PerdureError).retryable === true;
      if (!mayPass || signal?.aborted || performance.now() - begin >= patience) throw error;
    }
    await pause.next(signal);
  }
}

/** Ever longer, up to 5 s, and never the same for two who have lost the same server. */
export class Pauses {
  private longest = 100;

  reset(): void {
    this.longest = 100;
  }

  /** Ends early with the signal, without a failure. */
  async next(signal?: AbortSignal): Promise<void> {
    const delay = this.longest * (0.5 + Math.random() / 2);
    this.longest = Math.min(this.longest * 2, 5_000);
    await setTimeout(delay, undefined, { signal }).catch(() => undefined);
  }
}
