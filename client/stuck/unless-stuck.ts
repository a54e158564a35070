import type { Client } from '@temporalio/client';
import { stuckError, type StuckRun } from '../../src/contract/stuck-run.js';

const millisecondsBetweenLooks = 1_000;

export interface StuckWatch {
  readonly id: string;
  /** Whether the run is stuck; a look that fails is no answer. */
  readonly look: () => Promise<StuckRun | undefined>;
  /** The first look, in milliseconds from now. Default 1 s. */
  readonly firstLook?: number;
}

/** The end of some work that waits for a run, or the reason why the run does not go on; the work is then given up. */
export function unlessStuck<T>(client: Client, work: () => Promise<T>, watch: StuckWatch): Promise<T> {
  const { id, look, firstLook = millisecondsBetweenLooks } = watch;
  const giveUp = new AbortController();
  return new Promise<T>((resolve, reject) => {
    let ended = false;
    const nextLook = async (): Promise<void> => {
      const stuck = await look().catch(() => undefined);
      if (ended) return;
      if (stuck === undefined) {
        timer = setTimeout(() => void nextLook(), millisecondsBetweenLooks);
        return;
      }
      ended = true;
      giveUp.abort();
      reject(stuckError(id, stuck));
    };
    let timer = setTimeout(() => void nextLook(), firstLook);
    const end = (): void => {
      ended = true;
      clearTimeout(timer);
    };
    // One reaction for good: a wait of days must not gather one per look.
    client.withAbortSignal(giveUp.signal, work).then(
      (value) => {
        end();
        resolve(value);
      },
      (error: unknown) => {
        end();
        reject(error as Error);
      },
    );
  });
}
