import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { PerdureError } from '../../src/errors.js';
import { readHistory } from '../../client/history/read-history.js';

/** A run whose engine fails on the same spot again and again, in silence. */
export interface Stuck {
  /** How often it has been tried by now. */
  readonly attempt: number;
  readonly message: string;
}

const newestEvents = 20;

/**
 * Why a run does not go on although a worker is there, if that is so. The first failure of a series is an event, the
 * later ones only count.
 */
export async function findStuck(
  client: Client,
  { workflowId, runId, raw }: WorkflowExecutionDescription,
): Promise<Stuck | undefined> {
  const attempt = raw.pendingWorkflowTask?.attempt ?? 0;
  if (attempt < 2) return undefined;
  let looked = 0;
  for await (const event of readHistory(client, { workflowId, runId, order: 'newest-first', pageSize: 5 })) {
    const failure = event.workflowTaskFailedEventAttributes?.failure;
    if (failure) return { attempt, message: failure.message ?? '' };
    // Workers that went away in the middle of a task: the next one will do.
    if (event.workflowTaskTimedOutEventAttributes || ++looked === newestEvents) return undefined;
  }
  return undefined;
}

/** The same as an error that says what can be done. */
export function stuckError(id: string, workflow: string, { attempt, message }: Stuck): PerdureError {
  const details = { run: id, workflow, attempt, reason: message };
  if (message.includes('no such function is exported')) {
    return new PerdureError({
      code: 'Workflow.NotFound',
      message: `The worker knows no workflow '${workflow}', which run '${id}' needs. Look for a misspelt name ('perdure check' lists the app's workflows), or start a worker that has it.`,
      details,
    });
  }
  if (/TMPRL1100|[Nn]ondeterminis/.test(message)) {
    return new PerdureError({
      code: 'Run.CodeMismatch',
      message: `The code of workflow '${workflow}' no longer matches what run '${id}' has done already: ${message} The run stays open and goes on when the earlier code is back; 'perdure cancel ${id} --force' gives it up.`,
      details,
    });
  }
  return new PerdureError({
    code: 'Run.Stuck',
    message: `Run '${id}' fails at the same place again and again (attempt ${attempt}): ${message}`,
    details,
  });
}
