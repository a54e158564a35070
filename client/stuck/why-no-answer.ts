import { type Client, QueryNotRegisteredError, type WorkflowExecutionDescription } from '@temporalio/client';
import { isCodeMismatch, isUnknownWorkflow, stepIn } from '../../src/contract/divergence.js';
import type { PerdureError } from '../../src/errors.js';
import { findStuck } from './find-stuck.js';
import { stuckError, toStuckRun } from '../../src/contract/stuck-run.js';
import { grpcText, isTaskFailing } from './task-failing.js';

/**
 * Why a run gave no answer, if its code is the reason. A question meets code that no longer fits before the run itself
 * does: asking leaves no event, so the server knows nothing of it.
 */
export async function whyNoAnswer(
  client: Client,
  describe: () => Promise<WorkflowExecutionDescription>,
  error: unknown,
): Promise<PerdureError | undefined> {
  const text = error instanceof QueryNotRegisteredError ? error.message : grpcText(error);
  if (text === undefined) return undefined;
  const byCode = isCodeMismatch(text) || isUnknownWorkflow(text);
  if (!byCode && !isTaskFailing(error)) return undefined;
  const description = await describe().catch(() => undefined);
  if (description === undefined) return undefined;
  const { workflowId: id, type: workflow } = description;
  const stuck = await findStuck(client, description);
  if (stuck) return stuckError(id, stuck);
  if (!byCode) return undefined;
  const step = stepIn(text) ?? null;
  return stuckError(id, toStuckRun({ id, workflow, reason: text, step, attempt: 1, since: new Date() }));
}
