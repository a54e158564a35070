import { readFileSync, writeFileSync } from 'node:fs';

import { PerdureError } from '../../src/errors.js';
import { identityOf, isAlive, isProcessIdentity, type ProcessIdentity } from './process-identity.js';

/** Two servers on one file both start, and then damage each other's work. So each file carries the name of its server. */
export function refuseDatabaseInUse(db: string): void {
  const owner = readOwner(db);
  if (owner === undefined || !isAlive(owner)) return;
  throw new PerdureError({
    code: 'Server.StartFailed',
    message: `The database ${db} is in use by the Temporal server with process id ${owner.pid}. Use that server, stop it, or choose another file.`,
    details: { db, pid: owner.pid },
  });
}

export function claimDatabase(db: string, pid: number): void {
  writeFileSync(ownerFile(db), JSON.stringify(identityOf(pid)));
}

function readOwner(db: string): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(ownerFile(db), 'utf8'));
    return isProcessIdentity(value) ? value : undefined;
  } catch {
    return undefined; // no file, or one that a dying process left half written
  }
}

function ownerFile(db: string): string {
  return `${db}.server`;
}
