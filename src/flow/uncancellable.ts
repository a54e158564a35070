import { runtime } from '../runtime.js';

/**
 * Runs clean-up that a cancellation must not reach: tasks called in a `catch` or `finally` after the run was told to
 * stop would otherwise be cancelled at once. Their own timeouts bound them.
 *
 * ```ts
 * try { await work(); } finally { await uncancellable(() => release(lock)); }
 * ```
 */
export function uncancellable<T>(run: () => T | PromiseLike<T>): Promise<T> {
  return runtime().uncancellable(async () => run());
}
