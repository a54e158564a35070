import type { Dirent } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import type { WorkspaceCall } from '../../src/agent/workspace/workspace-calls.js';
import type { Folder } from './folder.js';
import { inFolder } from './in-workspace.js';

const mostEntries = 1_000;

export interface Listing {
  readonly entries: readonly ListedEntry[];
  readonly truncated: boolean;
}

interface ListedEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** Bytes; of files only. */
  readonly size?: number;
}

export function listDirectory({ workspace, path }: WorkspaceCall<'list_directory'>): Promise<Listing> {
  return inFolder(workspace, path ?? '.', async (folder) => {
    const { entries, truncated } = await entriesOf(folder, mostEntries);
    return { entries: await Promise.all(entries.map((entry) => describe(folder, entry))), truncated };
  });
}

/** What is in a folder, by name; the first ones the system gives, if there are too many to keep. */
export async function entriesOf(
  folder: Folder,
  most: number,
): Promise<{ readonly entries: Dirent[]; readonly truncated: boolean }> {
  const entries: Dirent[] = [];
  let truncated = false;
  for await (const entry of await opendir(folder.at('.'))) {
    if ((truncated = entries.length === most)) break;
    entries.push(entry);
  }
  return { entries: entries.sort((a, b) => (a.name < b.name ? -1 : 1)), truncated };
}

async function describe(folder: Folder, entry: Dirent): Promise<ListedEntry> {
  const { name } = entry;
  if (entry.isDirectory()) return { name, kind: 'folder' };
  if (entry.isSymbolicLink()) return { name, kind: 'link' };
  if (!entry.isFile()) return { name, kind: 'other' };
  const stats = await lstat(folder.at(name)).catch(() => undefined);
  return { name, kind: 'file', ...(stats && { size: stats.size }) };
}
