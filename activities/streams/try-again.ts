import { setTimeout } from 'node:timers/promises';
import { type PerdureError } from '../../src/errors.js';

/**
 * Does something until it succeeds, as long as the failure may pass and patience lasts; then the last failure stands.
 * @param patience milliseconds from the first failure on
 */
export async function tryAgain<T>(work: () => Promise<T>, patience: number): Promise<T> {
  const pauses = new Pauses();
  let failed: number | undefined;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const mayPass = (error as PerdureError).retryable === true;
      // Not from the beginning: a process that stood still has not waited for anybody.
      failed ??= performance.now();
      if (!mayPass || performance.now() - failed >= patience) throw error;
    }
    await pauses.next();
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
