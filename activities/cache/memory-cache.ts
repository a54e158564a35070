import type { CacheEntry, CacheStore } from '../../src/ports/cache-store.js';

/**
 * Results in the worker's memory, gone when it ends.
 * @param options.maximumEntries above it the one used longest ago is dropped; default 10,000
 */
export function memoryCache({ maximumEntries = 10_000 }: { readonly maximumEntries?: number } = {}): CacheStore {
  // A Map keeps the order of insertion; what is used moves to its end.
  const entries = new Map<string, CacheEntry>();
  return {
    get: async (key) => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      if (entry.expires !== null && entry.expires <= Date.now()) return undefined;
      entries.set(key, entry);
      return entry;
    },
    set: async (key, entry) => {
      entries.delete(key);
      entries.set(key, entry);
      const [oldest] = entries.keys();
      if (entries.size > maximumEntries && oldest !== undefined) entries.delete(oldest);
    },
  };
}
