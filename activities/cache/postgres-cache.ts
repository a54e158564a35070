import type { Pool } from 'pg';
import { loadOptional } from '../load-optional.js';
import type { CacheEntry, CacheStore } from '../../src/ports/cache-store.js';

/**
 * Results in PostgreSQL, shared by all workers. Needs the package `pg`. The table `perdure_cache` is made at the first
 * use.
 * @param url `postgres://user:password@host/database`
 * @throws PerdureError `Package.Missing` at the first use
 */
export function postgresCache(url: string): CacheStore {
  let opened: Promise<Pool> | undefined;
  const pool = (): Promise<Pool> => {
    opened ??= open(url).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    get: async (key) => {
      const found = await (
        await pool()
      ).query<{ json: string; digest: string; expires: string | null }>(
        'select json, digest, expires from perdure_cache where key = $1',
        [key],
      );
      const row = found.rows[0];
      // 64-bit numbers come as text.
      return row && ({ ...row, expires: row.expires === null ? null : Number(row.expires) } satisfies CacheEntry);
    },
    set: async (key, { json, digest, expires }) => {
      const db = await pool();
      await db.query('delete from perdure_cache where expires <= $1', [Date.now()]);
      await db.query(
        `insert into perdure_cache (key, json, digest, expires) values ($1, $2, $3, $4)
         on conflict (key) do update set json = excluded.json, digest = excluded.digest, expires = excluded.expires`,
        [key, json, digest, expires],
      );
    },
    close: async () => {
      const db = await opened;
      opened = undefined;
      await db?.end();
    },
  };
}

/** Any number; all workers that start at once use the same. */
const lock = 7_061_952;

async function open(url: string): Promise<Pool> {
  const { default: pg } = await loadOptional('pg', () => import('pg'));
  const pool = new pg.Pool({ connectionString: url, max: 5 });
  // An idle connection that breaks is replaced at the next query; unheard, its event would end the process.
  pool.on('error', () => undefined);
  try {
    // Two that create a table at once fail in PostgreSQL, whatever `if not exists` promises.
    await pool.query(`do $$ begin perform pg_advisory_xact_lock(${lock});
      create table if not exists perdure_cache (key text primary key, json text not null, digest text not null, expires bigint);
    end $$`);
    return pool;
  } catch (error) {
    await pool.end();
    throw error;
  }
}
