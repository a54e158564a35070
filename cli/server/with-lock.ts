import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { identityOf, isAlive, isProcessIdentity, type ProcessIdentity } from './process-identity.js';

export interface LockOptions {
  /** Called while another process holds the lock, again and again. */
  readonly onWait?: (owner: ProcessIdentity) => void;
  readonly signal?: AbortSignal | undefined;
}

const pollMilliseconds = 50;

/** Runs `action` in one process at a time, among all that name the same lock file. A dead owner's lock is taken over. */
export async function withLock<Result>(
  path: string,
  { onWait, signal }: LockOptions,
  action: () => Promise<Result>,
): Promise<Result> {
  await mkdir(dirname(path), { recursive: true });
  for (;;) {
    signal?.throwIfAborted();
    if (await tryToOwn(path)) break;
    const text = await readIfThere(path);
    if (text === undefined) continue; // given back between our two looks
    const owner = parseOwner(text);
    if (owner === undefined || !isAlive(owner)) {
      await removeDeadLock(path, text);
      continue;
    }
    onWait?.(owner);
    await wait(pollMilliseconds, undefined, signal === undefined ? {} : { signal });
  }
  try {
    return await action();
  } finally {
    await rm(path, { force: true });
  }
}

/** Linking a finished file into place: nobody ever sees a lock without its owner. */
async function tryToOwn(path: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(identityOf(process.pid)));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Moves the lock away before deleting it: of several processes that see a dead owner, one wins, and a lock already renewed by the winner is put back. */
async function removeDeadLock(path: string, dead: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    if ((await readIfThere(aside)) !== dead) await link(aside, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseOwner(text: string): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isProcessIdentity(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
