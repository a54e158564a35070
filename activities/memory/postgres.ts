import type { Json } from '../../src/json.js';
import type { Fact, MemoryStore } from '../../src/ports/memory-store.js';
import { postgresPool } from '../postgres-pool.js';
import { writesKept } from './writes-kept.js';

const tables = `
  create table if not exists perdure_memory (
    agent text not null, scope text not null, key text not null, value text not null, primary key (agent, scope, key)
  );
  create table if not exists perdure_memory_writes (id text primary key, at bigint not null);
  create index if not exists perdure_memory_writes_at on perdure_memory_writes (at);`;

/** Yields a row for a write that is new. The change that stands after it is one statement with it: both or neither. */
const first = `with first as (
  insert into perdure_memory_writes (id, at) values ($1, $2) on conflict do nothing returning id
)`;

/**
 * Facts in PostgreSQL, for any number of workers. Needs the package `pg`. The tables `perdure_memory` and
 * `perdure_memory_writes` are made at the first use.
 * @param url `postgres://user:password@host/database`
 * @throws PerdureError `Package.Missing` at the first use
 */
export function postgres(url: string): MemoryStore {
  const pool = postgresPool(url, tables);

  async function once(write: string, change: string, values: readonly (string | null)[]): Promise<void> {
    const db = await pool.open();
    const now = Date.now();
    await db.query('delete from perdure_memory_writes where at < $1', [now - writesKept]);
    await db.query(`${first} ${change}`, [write, now, ...values]);
  }

  return {
    initialize: async () => void (await pool.open()),
    memorize: ({ agent, scope }, { key, value }, write) =>
      once(
        write,
        `insert into perdure_memory (agent, scope, key, value) select $3::text, $4::text, $5::text, $6::text from first
         on conflict (agent, scope, key) do update set value = excluded.value`,
        [agent, scope, key, JSON.stringify(value)],
      ),
    recall: async ({ agent, scope }, key) => {
      const db = await pool.open();
      const { rows } = await db.query<{ key: string; value: string }>(
        'select key, value from perdure_memory where agent = $1 and scope = $2 and key = coalesce($3::text, key)',
        [agent, scope, key ?? null],
      );
      return rows.map((row): Fact => ({ key: row.key, value: JSON.parse(row.value) as Json }));
    },
    forget: ({ agent, scope }, key, write) =>
      once(
        write,
        `delete from perdure_memory where agent = $3 and scope = $4 and key = coalesce($5::text, key)
         and exists (select from first)`,
        [agent, scope, key ?? null],
      ),
    keys: async ({ agent, scope }) => {
      const db = await pool.open();
      const { rows } = await db.query<{ key: string }>(
        'select key from perdure_memory where agent = $1 and scope = $2',
        [agent, scope],
      );
      return rows.map(({ key }) => key);
    },
    scopes: async (agent) => {
      const db = await pool.open();
      const { rows } = await db.query<{ scope: string }>('select distinct scope from perdure_memory where agent = $1', [
        agent,
      ]);
      return rows.map(({ scope }) => scope);
    },
    close: pool.close,
  };
}
