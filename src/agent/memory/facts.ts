import { cancelCall, mayFailUnwatched, rememberCancel, startOrReject } from '../../cancellation.js';
import type { Json } from '../../json.js';
import type { Fact } from '../../ports/memory-store.js';
import { callTask } from '../../task/call-task.js';
import type { TaskDefinition } from '../../task/definition.js';
import { checkKey, checkValue } from './check-fact.js';
import { type MemoryCall, memoryTasks } from './memory-tasks.js';

/** The facts of one agent in one scope of one store, for a run: each call is a step. */
export class Facts {
  constructor(private readonly where: Pick<MemoryCall, 'store' | 'agent' | 'scope'>) {}

  memorize(key: string, value: Json): Promise<void> {
    return startOrReject(() => {
      checkKey(key);
      checkValue(key, value);
      return after(this.call(memoryTasks.memorize, { key, value }), () => undefined);
    });
  }

  /** Sorted by key. */
  recall(key?: string): Promise<readonly Fact[]> {
    return this.call(memoryTasks.recall, withKey(key)) as Promise<readonly Fact[]>;
  }

  forget(key?: string): Promise<void> {
    return after(this.call(memoryTasks.forget, withKey(key)), () => undefined);
  }

  /** Sorted. */
  keys(): Promise<readonly string[]> {
    return this.call(memoryTasks.keys, {}) as Promise<readonly string[]>;
  }

  /** Sorted. */
  scopes(): Promise<readonly string[]> {
    return this.call(memoryTasks.scopes, {}) as Promise<readonly string[]>;
  }

  private call(task: TaskDefinition, fact: Pick<MemoryCall, 'key' | 'value'>): Promise<unknown> {
    return callTask(task, [{ ...this.where, ...fact }]);
  }
}

function withKey(key: string | undefined): Pick<MemoryCall, 'key'> {
  return key === undefined ? {} : { key };
}

/** What a call gives, made into something else, that can be cancelled as the call can. */
export function after<T, R>(call: Promise<T>, convert: (value: T) => R): Promise<R> {
  return mayFailUnwatched(rememberCancel(call.then(convert), () => cancelCall(call)));
}
