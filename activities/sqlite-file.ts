import type { Database } from 'libsql';
import { loadOptional } from './load-optional.js';
import { type OpenedOnce, openOnce } from './open-once.js';

/** An SQLite file; opening it throws PerdureError `Package.Missing`. */
export type SqliteFile = OpenedOnce<Database>;

/** @param tables makes what is not there yet */
export function sqliteFile(path: string, tables: string): SqliteFile {
  return openOnce(
    () => open(path, tables),
    (db) => db.close(),
  );
}

async function open(path: string, tables: string): Promise<Database> {
  const { default: Libsql } = await loadOptional('libsql', () => import('libsql'));
  const db = new Libsql(path);
  // Several processes may share the file, and open it at the same time.
  db.pragma('busy_timeout = 5000');
  db.pragma('journal_mode = WAL');
  db.exec(tables);
  return db;
}
