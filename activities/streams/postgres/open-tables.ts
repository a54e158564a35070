import type { Pool } from 'pg';
import { loadOptional } from '../../load-optional.js';

/** Any number; all processes that start at once use the same. */
const lock = 7_061_953;

/**
 * One row per run counts; taking a number locks it, so that numbers become visible in their order. The batch is only with
 * the first of its frames: a second time it breaks the index, and with it everything of that second time.
 */
const tables = `
  create table if not exists perdure_stream_runs
    (run text primary key, last bigint not null, at timestamptz not null default now());
  create table if not exists perdure_stream_events
    (run text not null, seq bigint not null, frame text not null, batch text, at timestamptz not null default now(),
     primary key (run, seq));
  create unique index if not exists perdure_stream_batches on perdure_stream_events (run, batch);
  create index if not exists perdure_stream_ages on perdure_stream_events (at);`;

/** @throws PerdureError `Package.Missing` */
export async function openTables(url: string): Promise<Pool> {
  const { default: pg } = await loadOptional('pg', () => import('pg'));
  const pool = new pg.Pool({
    connectionString: url,
    max: 5,
    connectionTimeoutMillis: 3_000,
    query_timeout: 10_000,
    keepAlive: true,
    // A program that has nothing else to do may end.
    allowExitOnIdle: true,
  });
  // An idle connection that breaks is replaced at the next query; unheard, its event would end the process.
  pool.on('error', () => undefined);
  try {
    // Where they exist nothing is asked for: to look takes no right to create.
    const found = await pool.query<{ there: boolean }>(
      `select to_regclass('perdure_stream_ages') is not null as there`,
    );
    // Two that create a table at once fail in PostgreSQL, whatever `if not exists` promises.
    if (!found.rows[0]?.there) await pool.query(`do $$ begin perform pg_advisory_xact_lock(${lock}); ${tables} end $$`);
    return pool;
  } catch (error) {
    await pool.end();
    throw error;
  }
}
