import type { CacheEntry, CacheStore } from '../../src/ports/cache-store.js';
import { postgresPool } from '../postgres-pool.js';

const tables =
  'create table if not exists perdure_cache (key text primary key, json text not null, digest text not null, expires bigint);';

/**
 * Results in PostgreSQL, shared by all workers. Needs the package `pg`. The table `perdure_cache` is made at the first
 * use.
 * @param url `postgres://user:password@host/database`
 * @throws PerdureError `Package.Missing` at the first use
 */
export function postgresCache(url: string): CacheStore {
  const pool = postgresPool(url, tables);
  return {
    get: async (key) => {
      const found = await (
        await pool.open()
      ).query<{ json: string; digest: string; expires: string | null }>(
        'select json, digest, expires from perdure_cache where key = $1',
        [key],
      );
      const row = found.rows[0];
      // 64-bit numbers come as text.
      return row && ({ ...row, expires: row.expires === null ? null : Number(row.expires) } satisfies CacheEntry);
    },
    set: async (key, { json, digest, expires }) => {
      const db = await pool.open();
      await db.query('delete from perdure_cache where expires <= $1', [Date.now()]);
      await db.query(
        `insert into perdure_cache (key, json, digest, expires) values ($1, $2, $3, $4)
         on conflict (key) do update set json = excluded.json, digest = excluded.digest, expires = excluded.expires`,
        [key, json, digest, expires],
      );
    },
    close: pool.close,
  };
}
