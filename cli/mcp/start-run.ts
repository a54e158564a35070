import type { RunDescription } from '../../client/index.js';
import { PerdureError } from '../../src/errors.js';
import { validateOrThrow } from '../../src/schema/validate.js';
import { workflowDefinition } from '../../src/workflow/definition.js';
import type { ServedWorkflow } from './served-workflow.js';
import type { ToolSettings } from './tool.js';

export interface StartedRun {
  readonly id: string;
  /** Whether a run was there already under the idempotency key. */
  readonly existing: boolean;
  readonly description: RunDescription;
}

/**
 * Starts a run. An idempotency key becomes its id, so that the second start under it finds the first.
 * @throws PerdureError `Workflow.InvalidInput` before anything is started, `Run.AlreadyStarted` where a run of another
 * workflow has the id, and what `app.start` throws
 */
export async function startRun(
  { app, taskQueue }: ToolSettings,
  { name, workflow }: ServedWorkflow,
  input: unknown,
  idempotencyKey?: string,
): Promise<StartedRun> {
  const { input: schema } = workflow[workflowDefinition];
  // The run checks it again and takes what the schema makes of it: sent is what the caller gave.
  if (schema) await validateOrThrow(schema, input, 'Workflow.InvalidInput', `The input of workflow '${name}'`);
  const options = { taskQueue, ...(idempotencyKey !== undefined && { id: idempotencyKey, idReuse: 'never' as const }) };
  try {
    const { id } = await app.start(workflow, input, options);
    return { id, existing: false, description: await app.run(id).describe() };
  } catch (error) {
    if (idempotencyKey === undefined || !PerdureError.is(error, 'Run.AlreadyStarted')) throw error;
    const description = await app.run(idempotencyKey).describe();
    if (description.workflow !== name) throw error;
    return { id: idempotencyKey, existing: true, description };
  }
}
