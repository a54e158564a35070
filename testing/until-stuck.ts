import { setTimeout } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Run } from '../client/index.js';
import { PerdureError } from '../src/errors.js';

const interval = 500;

/**
 * Rejects when a run can only go on by an answer that nobody is there to give: paused without a deadline, and twice in
 * a row nothing has happened. Never resolves; ends when the result is there.
 */
export async function untilStuck(client: Client, run: Run, result: Promise<unknown>): Promise<never> {
  let ended = false;
  const end = result.then(
    () => (ended = true),
    () => (ended = true),
  );
  let before = '';
  while (!ended) {
    await Promise.race([setTimeout(interval), end]);
    if (ended) break;
    const seen = await look(client, run);
    if (seen !== undefined && seen === before) throw stuck(run.id, seen);
    before = seen ?? '';
  }
  return new Promise<never>(() => undefined);
}

/** What the run waits for, as text to compare; `undefined` while something may still happen by itself. */
async function look(client: Client, run: Run): Promise<string | undefined> {
  try {
    const { raw, status, historyLength } = await client.workflow.getHandle(run.id).describe();
    const busy = (raw.pendingActivities?.length ?? 0) + (raw.pendingChildren?.length ?? 0) > 0;
    if (status.name !== 'RUNNING' || busy) return undefined;
    const open = await run.pauses();
    if (open.length === 0 || open.some(({ deadline }) => deadline !== null)) return undefined;
    return `${open.map(({ id }) => id).join(', ')} (after ${historyLength} events)`;
  } catch {
    return undefined;
  }
}

function stuck(id: string, pauses: string): PerdureError {
  return new PerdureError({
    code: 'Pause.NoAnswer',
    message: `Run '${id}' waits for an answer that nobody gives: ${pauses}. Use environment.start(…) and run.resume(…), or give the pause a timeout.`,
    details: { run: id, pauses },
  });
}
