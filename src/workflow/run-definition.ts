import type { RunInfo } from '../flow/run-info.js';
import { checkPayload, type PayloadLimit } from '../payload/check-size.js';
import { validateOrThrow } from '../schema/validate.js';
import { Continued } from './continued.js';
import type { WorkflowDefinition } from './definition.js';

/**
 * Runs a workflow's function: the input checked before the first step, the result before it is sent. The same in the
 * sandbox and in direct calls.
 * @throws PerdureError `Workflow.InvalidInput`, `Workflow.InvalidOutput`, `Payload.*`, and whatever the function throws
 */
export async function runDefinition(
  definition: WorkflowDefinition,
  input: unknown,
  info: RunInfo,
  limitOf?: PayloadLimit,
): Promise<unknown> {
  const where = `workflow '${definition.name}'`;
  const checked = definition.input
    ? await validateOrThrow(definition.input, input, 'Workflow.InvalidInput', `The input of ${where}`)
    : input;
  const value = await runThrough(definition, checked, info);
  const result = definition.output
    ? await validateOrThrow(definition.output, value, 'Workflow.InvalidOutput', `The result of ${where}`)
    : value;
  checkPayload([result], where, () => 'its result', limitOf);
  return result;
}

/** In direct calls a run that continues as new is a call again. */
async function runThrough(definition: WorkflowDefinition, input: unknown, info: RunInfo): Promise<unknown> {
  for (let next = input; ;) {
    try {
      return await definition.run(next as never, info);
    } catch (error) {
      if (!(error instanceof Continued)) throw error;
      next = error.input;
    }
  }
}
