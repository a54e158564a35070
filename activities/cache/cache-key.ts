import { createHash } from 'node:crypto';
import type { CachePolicy } from '../../src/task/definition.js';

/** What tells cached results apart: the task, the policy's version, and its key or all arguments. */
export function cacheKey(task: string, policy: CachePolicy, args: readonly unknown[]): string {
  const key = policy.key ? policy.key(...(args as never[])) : canonical(args);
  const parts = JSON.stringify([task, policy.version ?? null, policy.key ? 'key' : 'arguments', key]);
  return createHash('sha256').update(parts).digest('hex');
}

/** JSON with sorted keys, so that `{ a, b }` and `{ b, a }` are the same arguments. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? ''
  );
}
