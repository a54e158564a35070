import type { Database } from 'libsql';
import { loadOptional } from '../load-optional.js';
import type { CacheEntry, CacheStore } from '../../src/ports/cache-store.js';

/**
 * Results in an SQLite file, shared by the workers of one machine. Needs the package `libsql`.
 * @throws PerdureError `Package.Missing` at the first use
 */
export function sqliteCache(path: string): CacheStore {
  let opened: Promise<Database> | undefined;
  const database = (): Promise<Database> => {
    opened ??= open(path).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    get: async (key) => {
      const row = (await database()).prepare('select json, digest, expires from perdure_cache where key = ?').get(key);
      return row as CacheEntry | undefined;
    },
    set: async (key, { json, digest, expires }) => {
      const db = await database();
      db.prepare('delete from perdure_cache where expires <= ?').run(Date.now());
      db.prepare('insert or replace into perdure_cache (key, json, digest, expires) values (?, ?, ?, ?)').run(
        key,
        json,
        digest,
        expires,
      );
    },
    close: async () => {
      const db = await opened;
      opened = undefined;
      db?.close();
    },
  };
}

async function open(path: string): Promise<Database> {
  const { default: Libsql } = await loadOptional('libsql', () => import('libsql'));
  const db = new Libsql(path);
  // Several processes may share the file.
  db.pragma('journal_mode = WAL');
  db.pragma('busy_timeout = 5000');
  db.exec(
    'create table if not exists perdure_cache (key text primary key, json text not null, digest text not null, expires integer)',
  );
  return db;
}
