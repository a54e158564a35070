import type { CacheEntry, CacheStore } from '../../src/ports/cache-store.js';
import { sqliteFile } from '../sqlite-file.js';

const tables =
  'create table if not exists perdure_cache (key text primary key, json text not null, digest text not null, expires integer)';

/**
 * Results in an SQLite file, shared by the workers of one machine. Needs the package `libsql`.
 * @throws PerdureError `Package.Missing` at the first use
 */
export function sqliteCache(path: string): CacheStore {
  const file = sqliteFile(path, tables);
  return {
    get: async (key) => {
      const row = (await file.open()).prepare('select json, digest, expires from perdure_cache where key = ?').get(key);
      return row as CacheEntry | undefined;
    },
    set: async (key, { json, digest, expires }) => {
      const db = await file.open();
      db.prepare('delete from perdure_cache where expires <= ?').run(Date.now());
      db.prepare('insert or replace into perdure_cache (key, json, digest, expires) values (?, ?, ?, ?)').run(
        key,
        json,
        digest,
        expires,
      );
    },
    close: file.close,
  };
}
