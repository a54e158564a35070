import { isCancellation } from '../cancellation.js';
import { describeError } from '../contract/failure.js';
import { PerdureError } from '../errors.js';
import { addUndoFailures } from '../flow/undo-failures.js';
import { runtime } from '../runtime.js';
import { approve } from './approve.js';
import type { TaskDefinition } from './definition.js';
import { isOfResult } from './refused-result.js';
import { makeVariant } from './variant.js';

/** Whether a call is more than its body: then it is a small piece of workflow code of its own. */
export function isGuarded(task: TaskDefinition): boolean {
  return task.approval !== false || task.fallback !== undefined || task.rollback !== undefined;
}

/** A task call with everything its options ask for around the body. */
export function callTask(task: TaskDefinition, args: readonly unknown[]): Promise<unknown> {
  return isGuarded(task) ? runtime().scope(() => callGuarded(task, args)) : runtime().callTask(task, args);
}

async function callGuarded(task: TaskDefinition, args: readonly unknown[]): Promise<unknown> {
  if (task.approval !== false) await approve(task, args);
  try {
    return await runtime().callTask(task, args);
  } catch (error) {
    const cancelled = isCancellation(error);
    if (task.fallback && !cancelled && isForFallback(error)) return fallBack(task, args, error);
    if (task.rollback && (cancelled || (!task.fallback && mayHaveBegun(error)))) await rollBack(task, args, error);
    throw error;
  }
}

const callersMistakes = new Set(['Task.InvalidInput', 'Payload.NotJson', 'Payload.TooLarge']);
const otherRefusals = new Set(['Task.CircuitOpen', 'Secret.Missing']);

/** A mistake of the caller is not mended by another body; a result that does not fit is a mistake of the body. */
function isForFallback(error: unknown): boolean {
  return !(PerdureError.is(error) && callersMistakes.has(error.code)) || isOfResult(error);
}

function mayHaveBegun(error: unknown): boolean {
  return isForFallback(error) && !(PerdureError.is(error) && otherRefusals.has(error.code));
}

async function fallBack(task: TaskDefinition, args: readonly unknown[], original: unknown): Promise<unknown> {
  const fallback = makeVariant(task.fallback as never, `fallback of ${task.name}`);
  try {
    return await fallback(...(args as never[]));
  } catch (error) {
    if (isCancellation(error)) throw error;
    const facts = { original: describeError(original), fallback: describeError(error) };
    throw new PerdureError({
      code: 'Task.FallbackFailed',
      message: `task '${task.name}' failed (${facts.original.message}), and so did its fallback '${fallback.taskName}' (${facts.fallback.message}).`,
      details: { task: task.name, ...facts },
      cause: original,
    });
  }
}

/** Once, out of reach of any cancellation; the task's own limits bound it. */
async function rollBack(task: TaskDefinition, args: readonly unknown[], original: unknown): Promise<void> {
  const rollback = makeVariant(task.rollback as never, `rollback of ${task.name}`);
  try {
    await runtime().uncancellable(async () => rollback(...(args as never[])));
  } catch (error) {
    addUndoFailures(original, [error]);
  }
}
