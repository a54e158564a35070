import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { PerdureError } from '../../src/errors.js';
import type { StuckRun } from '../../src/contract/stuck-run.js';
import { isTaskFailing } from './task-failing.js';
import { unlessStuck } from './unless-stuck.js';

/** A failing workflow task is tried again about every ten seconds; fitting code that has just come back takes as long. */
const patience = 15_000;
const firstLook = 300;
const millisecondsBetweenOffers = 1_000;
/** Clocks of server and client on one machine, or nearly so. */
const clockDifference = 500;

export interface Offer {
  readonly id: string;
  readonly whenStuck: 'throw' | 'wait';
  readonly look: () => Promise<StuckRun | undefined>;
}

/**
 * Sends an update until the run takes it: a server refuses updates of a run whose workflow task fails, also for some
 * seconds after its code has been mended. The update must carry an id, so that it counts once.
 * @throws PerdureError `Run.CodeMismatch`, `Run.TaskFailing`: the answer was not taken
 */
export async function offerAnswer<T>(client: Client, send: () => Promise<T>, offer: Offer): Promise<T> {
  const begin = Date.now();
  if (offer.whenStuck === 'wait') return untilTaken(send, Number.POSITIVE_INFINITY);
  const seen: { attempt?: number } = {};
  const look = async (): Promise<StuckRun | undefined> => {
    const stuck = await offer.look();
    if (stuck === undefined) return undefined;
    seen.attempt ??= stuck.attempt;
    // What failed before our question may have been mended since; the end of its next attempt tells.
    const isCertain = stuck.since.getTime() > begin - clockDifference || stuck.attempt > seen.attempt + 1;
    return isCertain || Date.now() - begin > patience ? stuck : undefined;
  };
  try {
    return await unlessStuck(client, () => untilTaken(send, begin + 2 * patience), { id: offer.id, look, firstLook });
  } catch (error) {
    throw PerdureError.is(error) && isStuck(error) ? notTaken(error) : error;
  }
}

async function untilTaken<T>(send: () => Promise<T>, end: number): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!isTaskFailing(error) || Date.now() > end) throw error;
      await wait(millisecondsBetweenOffers);
    }
  }
}

function isStuck({ code }: PerdureError): boolean {
  return code === 'Run.CodeMismatch' || code === 'Run.TaskFailing' || code === 'Workflow.NotFound';
}

function notTaken(error: PerdureError): PerdureError {
  const { code, message, details } = error;
  return new PerdureError({
    code,
    message: `${message} The answer has not been taken: if the run still waits for it then, send it again.`,
    details,
  });
}
