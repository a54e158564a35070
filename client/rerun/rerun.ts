import type { Client } from '@temporalio/client';
import { PerdureError } from '../../src/errors.js';
import type { RerunPlan } from './rerun-plan.js';
import { resetRun } from './reset-run.js';
import { startAgain } from './start-again.js';

export interface RerunOptions {
  /**
   * The step to go back to, in a new run under the same id: a task's, child workflow's or pause's name, `charge#2` for
   * the second of that name, or the number of its event. Everything before is reused. Default: a new run from the start,
   * under a new id.
   */
  readonly from?: string | number;
  /**
   * Only with `from`: answers and signals that came after that moment are sent again to the new run; other updates are
   * not. Default `false`: its pauses ask again.
   */
  readonly keepAnswers?: boolean;
  /** Only without `from`: another input than the earlier one. */
  readonly input?: unknown;
  /** Only without `from`: the id of the new run. Default: the earlier id, `.rerun-` and eight random characters. */
  readonly id?: string;
  /** Kept in the new run. */
  readonly reason?: string;
  /** Ends the run first if it is open. Default `false`: an open run is refused. */
  readonly force?: boolean;
  /** With `from`: hears what is reused and what begins again, before anything happens; throw to stop. */
  readonly onPlan?: (plan: RerunPlan) => void;
}

/** Does a run again, whole or from a step on; returns the ids of the new one. */
export async function rerun(
  client: Client,
  which: { readonly workflowId: string; readonly runId: string | undefined },
  options: RerunOptions,
): Promise<{ id: string; runId: string }> {
  refuseMixture(options);
  const { workflowId, runId } = await client.workflow.getHandle(which.workflowId, which.runId).describe();
  const { from, reason, force = false, keepAnswers = false, onPlan } = options;
  // The one that would have to go is the latest of that id, whichever is repeated.
  const latest = await client.workflow.getHandle(workflowId).describe();
  const isOpen = latest.status.name === 'RUNNING' && (from !== undefined || latest.runId === runId);
  if (isOpen && !force) throw stillOpen(workflowId, from);
  if (from !== undefined) {
    const words = { reason: reason ?? `rerun from ${from}`, keepAnswers, onPlan };
    return { id: workflowId, runId: await resetRun(client, { workflowId, runId, from, ...words }) };
  }
  if (isOpen) await client.workflow.getHandle(workflowId, runId).terminate(reason ?? 'rerun');
  const { id, input } = options;
  return startAgain(client, { workflowId, runId, id, input, hasInput: 'input' in options, reason });
}

function refuseMixture(options: RerunOptions): void {
  const wrong = options.from === undefined ? (['keepAnswers'] as const) : (['input', 'id'] as const);
  const given = wrong.filter((name) => options[name] !== undefined && options[name] !== false);
  if (given.length === 0) return;
  const why =
    options.from === undefined
      ? `needs 'from': a run from the start takes no answers over`
      : `cannot be combined with 'from': the new run has the id and the input of the earlier one`;
  throw new PerdureError({
    code: 'Rerun.InvalidOptions',
    message: `rerun: ${given.map((name) => `'${name}'`).join(' and ')} ${why}.`,
    details: { options: [...given] },
  });
}

function stillOpen(id: string, from: string | number | undefined): PerdureError {
  const what = from === undefined ? 'before it is started again' : `in favour of a new one from '${from}'`;
  return new PerdureError({
    code: 'Run.StillOpen',
    message: `Run '${id}' is still open. Wait for its end, cancel it, or say force (--force), which terminates it ${what}.`,
    details: { run: id },
  });
}
