import { taskDefinition } from '../task/definition.js';
import type { Task } from '../task/task.js';
import { workflowDefinition } from '../workflow/definition.js';

/** The mark of a graph, by which copies of the library know each other's. */
export const graphDefinition = Symbol.for('perdure.graph');

/** A graph as a node of another graph. */
export interface GraphAction {
  run(...input: never[]): Promise<unknown>;
  readonly [graphDefinition]: unknown;
}

/** What a node does: a task, workflow, agent or function (sync or async), or another graph. */
export type Action = ((...args: never[]) => unknown) | GraphAction;

export type ActionKind = 'task' | 'workflow' | 'graph' | 'function';

/** What kind of action it is; `undefined` for what cannot be called. */
export function actionKind(action: unknown): ActionKind | undefined {
  if ((typeof action !== 'object' || action === null) && typeof action !== 'function') return undefined;
  if (graphDefinition in action) return 'graph';
  if (typeof action !== 'function') return undefined;
  if (taskDefinition in action) return 'task';
  return workflowDefinition in action ? 'workflow' : 'function';
}

/** Calls an action with one argument per incoming edge; a graph takes the first as its input. */
export function callAction(action: Action, args: readonly unknown[]): unknown {
  return typeof action === 'function' ? action(...(args as never[])) : action.run(args[0] as never);
}

/** Whether the action takes one input only, so that the outputs of several edges would be lost or refused. */
export function takesOneInput(action: Action): boolean {
  const kind = actionKind(action);
  if (kind === 'task') return (action as Task<never[], unknown>)[taskDefinition].input !== undefined;
  return kind === 'workflow' || kind === 'graph';
}
