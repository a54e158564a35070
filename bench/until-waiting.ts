import { setTimeout } from 'node:timers/promises';

const pollMilliseconds = 20;

/** Resolves when a run has an open pause. */
export async function untilWaiting(listPauses: () => Promise<readonly unknown[]>): Promise<void> {
  while ((await listPauses()).length === 0) await setTimeout(pollMilliseconds);
}
