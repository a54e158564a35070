import { realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { PerdureError } from '../../src/errors.js';

/**
 * The real path of a folder that a program has named: from the current folder, or from the home folder with `~/`.
 * @throws PerdureError `Skill.FolderNotFound`
 */
export async function findFolder(folder: string): Promise<string> {
  const path = isAtHome(folder) ? join(homedir(), folder.slice(2)) : resolve(folder);
  const real = await realpath(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw notFound(folder, 'does not exist');
    throw error;
  });
  if (!(await stat(real)).isDirectory()) throw notFound(folder, 'is no folder');
  return real;
}

/** Folders of the machine's user: not everybody has them, so they may be missing. */
export function isAtHome(folder: string): boolean {
  return folder.startsWith('~/');
}

function notFound(folder: string, problem: string): PerdureError {
  return new PerdureError({
    code: 'Skill.FolderNotFound',
    message: `The folder '${folder}', where skills should be, ${problem}. Relative paths begin at the current folder of the process that reads them, here ${process.cwd()}.`,
    details: { folder },
  });
}
