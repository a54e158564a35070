import type { Json } from '../../json.js';
import type { MemoryPlace } from '../../ports/memory-store.js';
import { builtInTask } from '../../task/built-in-task.js';
import type { Risk, TaskDefinition } from '../../task/definition.js';

/** What crosses: the store by name, whose facts, and which. */
export interface MemoryCall extends MemoryPlace {
  readonly store: string;
  /** Left out: all of the place. */
  readonly key?: string;
  readonly value?: Json;
}

/** What long-term memory does, as built-in tasks: each call is an activity of the name given here. */
export const memoryTasks = {
  memorize: memoryTask('store', 'write'),
  recall: memoryTask('recall', 'read'),
  forget: memoryTask('forget', 'write'),
  keys: memoryTask('keys', 'read'),
  scopes: memoryTask('scopes', 'read'),
};

function memoryTask(verb: string, risk: Risk): TaskDefinition {
  return builtInTask(`perdure.memory.${verb}`, { risk, timeout: '1m', summary: describe as never });
}

function describe({ agent, scope, key }: MemoryCall): string {
  return [agent, scope, ...(key === undefined ? [] : [key])].join(' · ');
}
