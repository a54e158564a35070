import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { PerdureError } from '../../src/errors.js';
import { serversFolder } from './servers-folder.js';
import type { Tell } from './tell-progress.js';
import { withLock } from './with-lock.js';

/** What is in a folder of the cache, or in words why it cannot be used. */
export type Look<Found> = { readonly found: Found } | { readonly problem: string };

export interface CacheEntry<Found, Source> {
  /** The folder's name under the servers folder, with the version in it. */
  readonly name: string;
  readonly look: (folder: string) => Promise<Look<Found>>;
  /** Puts everything into an empty folder and says where from. What it throws leaves the cache as it was. */
  readonly fill: (emptyFolder: string, problem: string) => Promise<Source>;
  readonly tell: Tell;
  readonly signal?: AbortSignal | undefined;
}

export interface CacheResult<Found, Source> {
  readonly found: Found;
  /** Missing when it was there already, or another process put it there while we waited. */
  readonly source?: Source;
}

/** Fills one folder of the cache: in one process at a time, and in one step for everybody who looks. */
export async function fillCache<Found, Source>(entry: CacheEntry<Found, Source>): Promise<CacheResult<Found, Source>> {
  const { name, look, tell, signal } = entry;
  const folder = join(serversFolder(), name);
  const before = await look(folder);
  if ('found' in before) return before;
  await makeWritable(dirname(folder));
  const onWait = ({ pid }: { readonly pid: number }): void =>
    tell(`waiting for process ${pid}, which is getting ${name}`);
  return withLock(`${folder}.lock`, { onWait, signal }, async () => {
    const now = await look(folder);
    return 'found' in now ? now : fillFolder(entry, folder, now.problem);
  });
}

async function fillFolder<Found, Source>(
  { look, fill }: CacheEntry<Found, Source>,
  folder: string,
  problem: string,
): Promise<CacheResult<Found, Source>> {
  await removeLeftovers(folder);
  const partial = await mkdtemp(`${folder}.partial-`);
  let source: Source;
  try {
    source = await fill(partial, problem);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  const after = await look(folder);
  if ('found' in after) return { ...after, source };
  throw new PerdureError({ code: 'Server.NotFound', message: `${folder} was just filled, but: ${after.problem}.` });
}

/** Of processes that died while filling: we hold the lock, so none is at work now. */
async function removeLeftovers(folder: string): Promise<void> {
  const prefix = `${basename(folder)}.partial-`;
  for (const sibling of await readdir(dirname(folder)))
    if (sibling.startsWith(prefix)) await rm(join(dirname(folder), sibling), { recursive: true, force: true });
}

async function makeWritable(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const message = `The cache folder ${folder} cannot be made (${(error as Error).message}). Set XDG_CACHE_HOME to a folder that can be written.`;
    throw new PerdureError({ code: 'Server.NotFound', message, cause: error });
  }
}
