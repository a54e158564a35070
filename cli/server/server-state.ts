import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { portAnswers } from './port-answers.js';
import { identityOf, isAlive, isProcessIdentity, type ProcessIdentity } from './process-identity.js';
import type { DevServer } from './start-dev-server.js';
import { stopProcess } from './stop-process.js';

/** A server that runs for a folder, as every command in that folder finds it. */
export interface RememberedServer extends ProcessIdentity {
  readonly address: string;
  readonly uiUrl: string | undefined;
  readonly namespace: string;
  /** The database file; missing: memory. */
  readonly db: string | undefined;
  /** ISO 8601. */
  readonly startedAt: string;
}

export interface Remember extends Pick<DevServer, 'pid' | 'address' | 'uiUrl' | 'namespace'> {
  readonly db: string | undefined;
}

export async function rememberServer(folder: string, server: Remember): Promise<RememberedServer> {
  const { pid, address, uiUrl, namespace, db } = server;
  const remembered = { ...identityOf(pid), address, uiUrl, namespace, db, startedAt: new Date().toISOString() };
  const path = stateFile(folder);
  await mkdir(join(path, '..'), { recursive: true });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(remembered, undefined, 2)}\n`);
  await rename(draft, path);
  return remembered;
}

/** The folder's server if it lives: its process exists, is the one we started, and its port answers. */
export async function findServer(folder: string): Promise<RememberedServer | undefined> {
  const remembered = await readState(folder);
  if (remembered === undefined || !isAlive(remembered)) return undefined;
  return (await portAnswers(remembered.address)) ? remembered : undefined;
}

/** With `pid`, only if that server is the remembered one: another may have been started since. */
export async function forgetServer(folder: string, pid?: number): Promise<void> {
  if (pid !== undefined && (await readState(folder))?.pid !== pid) return;
  await rm(stateFile(folder), { force: true });
}

/** Stops the folder's server, also one that no longer answers. Returns what was stopped, `undefined` when nothing ran. */
export async function stopRemembered(folder: string): Promise<RememberedServer | undefined> {
  const remembered = await readState(folder);
  if (remembered === undefined) return undefined;
  const wasAlive = isAlive(remembered);
  if (wasAlive) await stopProcess(remembered, remembered.address);
  await forgetServer(folder, remembered.pid);
  return wasAlive ? remembered : undefined;
}

function stateFile(folder: string): string {
  return join(folder, '.perdure', 'server.json');
}

async function readState(folder: string): Promise<RememberedServer | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(stateFile(folder), 'utf8'));
    return isRemembered(value) ? value : undefined;
  } catch {
    return undefined; // never written, or not by us: either way no server is known
  }
}

function isRemembered(value: unknown): value is RememberedServer {
  return isProcessIdentity(value) && 'address' in value && typeof value.address === 'string';
}
