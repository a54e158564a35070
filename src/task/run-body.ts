import { PerdureError } from '../errors.js';
import { checkPayload, type PayloadLimit } from '../payload/check-size.js';
import { validateOrThrow } from '../schema/validate.js';
import type { TaskDefinition } from './definition.js';
import { ofResult } from './refused-result.js';

/**
 * Runs a task's body once: input checked before, result checked after. The same in an activity and in direct calls.
 * @throws PerdureError `Task.InvalidInput`, `Task.InvalidOutput`, `Payload.*`, and whatever the body throws
 */
export async function runBody(
  definition: TaskDefinition,
  args: readonly unknown[],
  limitOf?: PayloadLimit,
): Promise<unknown> {
  const where = `task '${definition.name}'`;
  const checked = definition.input ? [await checkInput(definition, args, where)] : args;
  const value = await definition.body(...(checked as never[]));
  const result = definition.output
    ? await validateOrThrow(definition.output, value, 'Task.InvalidOutput', `The result of ${where}`)
    : value;
  checkResult(result, where, limitOf);
  return result;
}

function checkResult(result: unknown, where: string, limitOf: PayloadLimit | undefined): void {
  try {
    checkPayload([result], where, () => 'its result', limitOf);
  } catch (error) {
    throw ofResult(error as PerdureError);
  }
}

async function checkInput(definition: TaskDefinition, args: readonly unknown[], where: string): Promise<unknown> {
  if (args.length > 1) {
    throw new PerdureError({
      code: 'Task.InvalidInput',
      message: `${where} takes one input, because it has an input schema, but was called with ${args.length} arguments.`,
    });
  }
  return validateOrThrow(definition.input as never, args[0], 'Task.InvalidInput', `The input of ${where}`);
}
