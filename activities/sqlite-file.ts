import type { Database } from 'libsql';
import { loadOptional } from './load-optional.js';

/** An SQLite file, opened at the first use, and again after it was closed or could not be opened. */
export interface SqliteFile {
  /** @throws PerdureError `Package.Missing` */
  open(this: void): Promise<Database>;
  close(this: void): Promise<void>;
}

/** @param tables makes what is not there yet */
export function sqliteFile(path: string, tables: string): SqliteFile {
  let opened: Promise<Database> | undefined;
  return {
    open: () => {
      opened ??= open(path, tables).catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      return opened;
    },
    close: async () => {
      const db = await opened;
      opened = undefined;
      db?.close();
    },
  };
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
