import { createHash } from 'node:crypto';
import type { Log } from '../../src/flow/log.js';
import type { CacheEntry, CacheStore } from '../../src/ports/cache-store.js';
import type { CachePolicy } from '../../src/task/definition.js';
import type { CacheAnswer } from '../task-metrics.js';
import { cacheKey } from './cache-key.js';

/** A result, or that the body which would have given it was stopped from outside. */
type Shared = { readonly value: unknown } | 'stopped';

/** What the cache needs of the call it is asked for. */
interface CachedCall {
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Told how the call was answered. */
  readonly answered?: (answer: CacheAnswer) => void;
}

/** Results of tasks with the option `cache`, and calls of them that run at this moment in this worker. */
export class TaskCache {
  private readonly running = new Map<string, Promise<Shared>>();

  constructor(private readonly store: CacheStore) {}

  /**
   * The kept result, or that of the identical call which runs already, or what `run` makes. Failures are shared with
   * those who wait, and not kept. A cache that is broken costs time and says so in the log; it fails no task.
   */
  async through(
    task: { readonly name: string; readonly cache: CachePolicy },
    args: readonly unknown[],
    call: CachedCall,
    run: () => Promise<unknown>,
  ): Promise<unknown> {
    const key = cacheKey(task.name, task.cache, args);
    for (;;) {
      const other = this.running.get(key);
      if (other === undefined) return this.runShared(key, task.cache, call, run);
      const shared = await other;
      // Its caller was cancelled or out of time; ours is not.
      if (shared === 'stopped') continue;
      call.answered?.('hit');
      return shared.value;
    }
  }

  async close(): Promise<void> {
    await this.store.close?.();
  }

  private async runShared(
    key: string,
    policy: CachePolicy,
    { signal, log, answered }: CachedCall,
    run: () => Promise<unknown>,
  ): Promise<unknown> {
    const work = this.find(key, log).then(async (kept) => {
      answered?.(kept ? 'hit' : 'miss');
      if (kept) return kept.value;
      const value = await run();
      await this.keep(key, policy, value, log);
      return value;
    });
    const shared = work.then(
      (value): Shared => ({ value }),
      (error: unknown): Shared => {
        if (signal.aborted) return 'stopped';
        throw error;
      },
    );
    shared.catch(() => undefined);
    this.running.set(key, shared);
    try {
      return await work;
    } finally {
      this.running.delete(key);
    }
  }

  private async find(key: string, log: Log): Promise<{ readonly value: unknown } | undefined> {
    try {
      const entry = await this.store.get(key);
      if (entry === undefined || (entry.expires !== null && entry.expires <= Date.now())) return undefined;
      if (entry.digest === digestOf(key, entry.json)) return JSON.parse(entry.json) as { value: unknown };
      log.warn('Cache.Damaged: a cached result was changed from outside; the body runs again.', { key });
    } catch (error) {
      log.warn(`Cache.Unavailable: ${text(error)}; the body runs.`, { key });
    }
    return undefined;
  }

  private async keep(key: string, { ttl }: CachePolicy, value: unknown, log: Log): Promise<void> {
    // In a box: `undefined` and `null` are results too.
    const json = JSON.stringify({ value });
    const entry: CacheEntry = {
      json,
      digest: digestOf(key, json),
      expires: ttl === undefined ? null : Date.now() + ttl,
    };
    try {
      await this.store.set(key, entry);
    } catch (error) {
      log.warn(`Cache.Unavailable: ${text(error)}; the result is not kept.`, { key });
    }
  }
}

function digestOf(key: string, json: string): string {
  return createHash('sha256').update(`${key}\n${json}`).digest('hex');
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
