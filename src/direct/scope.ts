import type { Runtime } from '../runtime.js';
import { host } from './host.js';

const slot = Symbol.for('perdure.scope');
type Context = ReturnType<typeof host.asyncContext<Runtime>>;

function context(): Context {
  const holder = globalThis as { [slot]?: Context };
  return (holder[slot] ??= host.asyncContext<Runtime>());
}

/** The runtime that surrounds this code in plain Node: a task's body, or a `directly(…)` call. */
export function currentScope(): Runtime | undefined {
  return context()?.getStore();
}

/** Runs code, and all it awaits, under a runtime. */
export function runUnder<T>(runtime: Runtime, code: () => T): T {
  const store = context();
  return store ? store.run(runtime, code) : code();
}
