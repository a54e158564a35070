import { type TaskDefinition, taskDefinition } from './definition.js';

/**
 * How a variant of a task differs from the task of that name, as far as JSON can say it: what a part of a large `map`
 * has to know, which finds the task by name.
 */
export type CallOptions = Readonly<Record<string, unknown>>;

interface Variable {
  (...args: never[]): Promise<unknown>;
  readonly [taskDefinition]: TaskDefinition;
  withOptions(options: object): (item: unknown) => Promise<unknown>;
}

const plain = [
  'retry',
  'timeout',
  'totalTimeout',
  'heartbeatTimeout',
  'summary',
  'queue',
  'priority',
  'secrets',
  'circuitBreaker',
  'local',
] as const satisfies readonly (keyof TaskDefinition)[];

const tied = [
  'fallback',
  'rollback',
  'approval',
  'approvalTarget',
] as const satisfies readonly (keyof TaskDefinition)[];

/** The difference; `null` for none, `undefined` if JSON cannot say it. */
export function callOptions(task: TaskDefinition, base: TaskDefinition): CallOptions | null | undefined {
  if (task === base) return null;
  if (tied.some((option) => task[option] !== base[option])) return undefined;
  const changed = plain.filter((option) => task[option] !== base[option]);
  if (changed.some((option) => typeof task[option] === 'function')) return undefined;
  const options: Record<string, unknown> = Object.fromEntries(changed.map((option) => [option, task[option]]));
  if (task.cache !== base.cache) {
    if (task.cache?.key !== base.cache?.key) return undefined;
    options['cache'] = task.cache === undefined ? false : { ttl: task.cache.ttl, version: task.cache.version };
  }
  return JSON.parse(JSON.stringify(options)) as CallOptions;
}

export function withCallOptions(task: Variable, options: CallOptions): (item: unknown) => Promise<unknown> {
  return task.withOptions(options);
}
