import { summarise } from './summary.js';
import { type AnyTask, taskDefinition, type TaskDefinition } from './definition.js';

type Variable = AnyTask<never[]> & {
  readonly [taskDefinition]: TaskDefinition;
  withOptions(options: object): Variable;
};

/** The same task, whose calls history shows with a word about why they were made. */
export function makeVariant(task: Variable, reason: string): AnyTask<never[]> {
  const definition = task[taskDefinition];
  return task.withOptions({
    summary: (...args: never[]) => [reason, summarise(definition, args)].filter(Boolean).join(' · '),
  });
}
