import type { Database } from 'libsql';
import type { Json } from '../../src/json.js';
import type { Fact, MemoryStore } from '../../src/ports/memory-store.js';
import { sqliteFile } from '../sqlite-file.js';
import { writesKept } from './writes-kept.js';

const tables = `
  create table if not exists perdure_memory (
    agent text not null, scope text not null, key text not null, value text not null, primary key (agent, scope, key)
  ) without rowid;
  create table if not exists perdure_memory_writes (id text primary key, at integer not null) without rowid;
  create index if not exists perdure_memory_writes_at on perdure_memory_writes (at);`;

/**
 * Facts in an SQLite file, for the workers of one machine. Needs the package `libsql`. The tables `perdure_memory` and
 * `perdure_memory_writes` are made at the first use.
 * @throws PerdureError `Package.Missing` at the first use
 */
export function sqlite(path: string): MemoryStore {
  const file = sqliteFile(path, tables);

  /** Makes a change and notes that it was made, both or neither; not again for the same write. */
  async function once(write: string, change: (db: Database) => void): Promise<void> {
    const db = await file.open();
    const now = Date.now();
    // From its beginning it may write: one that begins by reading could find the file locked half-way.
    db.transaction(() => {
      db.prepare('delete from perdure_memory_writes where at < ?').run(now - writesKept);
      const { changes } = db
        .prepare('insert or ignore into perdure_memory_writes (id, at) values (?, ?)')
        .run(write, now);
      if (changes > 0) change(db);
    }).immediate();
  }

  return {
    initialize: async () => void (await file.open()),
    memorize: ({ agent, scope }, { key, value }, write) =>
      once(write, (db) => {
        db.prepare('insert or replace into perdure_memory (agent, scope, key, value) values (?, ?, ?, ?)').run(
          agent,
          scope,
          key,
          JSON.stringify(value),
        );
      }),
    recall: async ({ agent, scope }, key) => {
      const db = await file.open();
      const rows = db
        .prepare('select key, value from perdure_memory where agent = ? and scope = ? and key = coalesce(?, key)')
        .all(agent, scope, key ?? null);
      return (rows as { key: string; value: string }[]).map((row): Fact => ({
        key: row.key,
        value: JSON.parse(row.value) as Json,
      }));
    },
    forget: ({ agent, scope }, key, write) =>
      once(write, (db) => {
        db.prepare('delete from perdure_memory where agent = ? and scope = ? and key = coalesce(?, key)').run(
          agent,
          scope,
          key ?? null,
        );
      }),
    keys: async ({ agent, scope }) => {
      const db = await file.open();
      const rows = db.prepare('select key from perdure_memory where agent = ? and scope = ?').all(agent, scope);
      return (rows as { key: string }[]).map(({ key }) => key);
    },
    scopes: async (agent) => {
      const db = await file.open();
      const rows = db.prepare('select distinct scope from perdure_memory where agent = ?').all(agent);
      return (rows as { scope: string }[]).map(({ scope }) => scope);
    },
    close: file.close,
  };
}
