import { randomUUID } from 'node:crypto';
import { type Client, isGrpcServiceError } from '@temporalio/client';
import { resumeName } from '../../src/contract/control.js';
import { PerdureError } from '../../src/errors.js';
import { readHistory } from '../history/read-history.js';
import { decodeValues } from './decode.js';
import { findStep } from './find-step.js';
import { planRerun, type RerunPlan } from './rerun-plan.js';
import { type PlacedStep, type RawAnswer, StepReader } from './step-reader.js';

export interface Reset {
  readonly workflowId: string;
  readonly runId: string;
  readonly from: string | number;
  readonly reason: string;
  readonly keepAnswers: boolean;
  readonly onPlan: ((plan: RerunPlan) => void) | undefined;
}

/** Temporal's numbers for what is not sent again to the new run. */
const signals = 1;
const updates = 2;
const refusedWith: readonly number[] = [3, 9];

/** Goes back to the moment before a step, in a new run under the same id; returns its run id. */
export async function resetRun(client: Client, reset: Reset): Promise<string> {
  const { workflowId, runId, from, reason, keepAnswers, onPlan } = reset;
  const { steps, answers } = await readSteps(client, reset);
  const step = findStep(workflowId, steps, from);
  onPlan?.(planRerun(step, steps));
  const { runId: newRunId } = await client.workflowService
    .resetWorkflowExecution({
      namespace: client.options.namespace,
      workflowExecution: { workflowId, runId },
      reason,
      workflowTaskFinishEventId: step.task as never,
      requestId: randomUUID(),
      identity: client.options.identity,
      // Left to itself the server sends again all that came later; the updates among it come too early for most pauses.
      resetReapplyExcludeTypes: keepAnswers ? [updates] : [signals, updates],
    })
    .catch((error: unknown) => {
      throw isGrpcServiceError(error) && refusedWith.includes(error.code)
        ? notResettable(workflowId, error.details || error.message, error)
        : error;
    });
  for (const answer of answers) {
    if (keepAnswers ? answer.event > step.task : await cameJustBefore(client, answer, step)) {
      await sendAgain(client, { workflowId, runId: newRunId }, answer);
    }
  }
  return newRunId;
}

async function readSteps(client: Client, { workflowId, runId }: Reset): Promise<StepReader> {
  const converter = client.options.loadedDataConverter;
  const reader = new StepReader(async (payload) => (await decodeValues(converter, [payload]))[0]);
  const history = { workflowId, runId, order: 'oldest-first', pageSize: 50 } as const;
  for await (const event of readHistory(client, history)) await reader.read(event);
  return reader;
}

/**
 * Whether the answer was taken by the workflow task that then came to the step: that task is done again, and without its
 * answer the person who gave it would be asked twice. Not so where the step is the very pause that is to ask again.
 */
async function cameJustBefore(client: Client, answer: RawAnswer, step: PlacedStep): Promise<boolean> {
  if (answer.event < step.task || answer.event > step.event) return false;
  if (step.kind !== 'pause') return true;
  const [said] = await decodeValues(client.options.loadedDataConverter, answer.payloads);
  const pause = step.call === 1 ? step.name : `${step.name}#${step.call}`;
  return (said as { readonly name?: unknown } | undefined)?.name !== pause;
}

/** As a signal: it waits for its pause, and needs no worker at this moment. */
async function sendAgain(
  client: Client,
  workflowExecution: { readonly workflowId: string; readonly runId: string },
  { payloads }: RawAnswer,
): Promise<void> {
  await client.workflowService.signalWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution,
    signalName: resumeName,
    input: { payloads: [...payloads] },
    identity: client.options.identity,
    requestId: randomUUID(),
  });
}

function notResettable(id: string, reason: string, cause: Error): PerdureError {
  return new PerdureError({
    code: 'Run.NotResettable',
    message: `The server cannot take run '${id}' back to that step: ${reason} Run it again from the start instead (rerun without a step).`,
    details: { run: id, reason },
    cause,
  });
}
