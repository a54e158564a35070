import { existsSync } from 'node:fs';
import { PerdureError } from '../../src/errors.js';

/** Where projects keep skills: our own place, and the one that programs of all kinds look into. */
export const usualFolders = ['skills', '.agents/skills'] as const;

/**
 * The folders to look into.
 * @throws PerdureError `Skill.FolderNotFound` where none is given and the usual ones do not exist
 */
export function skillFolders(given: readonly string[]): readonly string[] {
  if (given.length > 0) return given;
  const found = usualFolders.filter((folder) => existsSync(folder));
  if (found.length > 0) return found;
  throw new PerdureError({
    code: 'Skill.FolderNotFound',
    message: `There is no folder ${usualFolders.join(' or ')} here. Name one: perdure skills check path/to/skills`,
    details: { folders: usualFolders },
  });
}
