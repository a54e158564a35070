import { approvalPrefix } from '../contract/control.js';
import { PerdureError } from '../errors.js';
import { runtime } from '../runtime.js';
import { type Approval, approvalSchema } from './approval-schema.js';
import type { TaskDefinition } from './definition.js';

/** A grant that covers later calls of the same run. */
interface Grant {
  readonly task: string;
  /** Only calls with this target; any if undefined. */
  readonly target: string | undefined;
  readonly by: string | undefined;
}

/**
 * Waits until a person has agreed to a call, where its task asks for that; once per call, however many attempts it
 * makes.
 * @throws PerdureError `Task.Rejected` with approver and reason
 */
export async function approve(task: TaskDefinition, args: readonly unknown[]): Promise<void> {
  const { approval, name } = task;
  if (typeof approval === 'function' && !approval(...(args as never[]))) return;
  const target = task.approvalTarget?.(...(args as never[]));
  const grants = runtime().state<Grant[]>('grants', () => []);
  const grant = grants.find((one) => one.task === name && (one.target === undefined || one.target === target));
  if (grant) {
    runtime().record('approval', { task: name, target: target ?? null, by: grant.by ?? null, covered: true });
    return;
  }
  const answer = (await runtime().waitForAnswer({
    name: `${approvalPrefix}${name}`,
    schema: approvalSchema(task.approvalTarget !== undefined),
    prompt: `May task '${name}' run?`,
    data: { task: name, arguments: args, ...(target !== undefined && { target }) },
    timeout: undefined,
    onTimeout: undefined,
    wakeAt: undefined,
  })) as Approval;
  if (!answer.approved) throw rejected(name, answer);
  const { remember, by } = answer;
  if (remember === 'always') grants.push({ task: name, target: undefined, by });
  if (remember === 'target') grants.push({ task: name, target, by });
}

function rejected(task: string, { by, reason }: Approval): PerdureError {
  return new PerdureError({
    code: 'Task.Rejected',
    message: `task '${task}' was not approved${by ? ` by ${by}` : ''}${reason ? `: ${reason}` : '.'}`,
    details: { task, by: by ?? null, reason: reason ?? null },
  });
}
