import { PerdureError } from '../errors.js';
import type { TaskContext } from '../task/task-context.js';

/** What only a workflow can do, called in a task's body: says so, and where to put it instead. */
export function refuseInBody(context: TaskContext, call: string): Promise<never> {
  const remedy = remedies[call] ?? 'Call it in the workflow; a program starts runs with the client.';
  return Promise.reject(
    new PerdureError({
      code: 'Workflow.Only',
      message: `${call} was called inside the body of task '${context.name}', where nothing durable can wait: a body starts over when its worker dies. ${remedy}`,
      details: { task: context.name, call },
    }),
  );
}

const remedies: Readonly<Record<string, string>> = {
  'pause()': 'Move the pause into the workflow and hand the answer to the task as an argument.',
  'sleep()': "Sleep in the workflow; for a short wait use setTimeout from 'node:timers/promises'.",
};
