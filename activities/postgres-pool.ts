import type { Pool } from 'pg';
import { loadOptional } from './load-optional.js';
import { type OpenedOnce, openOnce } from './open-once.js';

/** Connections to PostgreSQL; opening them throws PerdureError `Package.Missing`. */
export type PostgresPool = OpenedOnce<Pool>;

/** @param tables makes what is not there yet */
export function postgresPool(url: string, tables: string): PostgresPool {
  return openOnce(
    () => open(url, tables),
    (pool) => pool.end(),
  );
}

/** Any number; all workers that start at once use the same. */
const lock = 7_061_952;

async function open(url: string, tables: string): Promise<Pool> {
  const { default: pg } = await loadOptional('pg', () => import('pg'));
  const pool = new pg.Pool({ connectionString: url, max: 5 });
  // An idle connection that breaks is replaced at the next query; unheard, its event would end the process.
  pool.on('error', () => undefined);
  try {
    // Two that create a table at once fail in PostgreSQL, whatever `if not exists` promises.
    await pool.query(`do $$ begin perform pg_advisory_xact_lock(${lock});
      ${tables}
    end $$`);
    return pool;
  } catch (error) {
    await pool.end();
    throw error;
  }
}
