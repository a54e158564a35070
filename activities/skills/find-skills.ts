import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SkillFinding } from '../../src/contract/skills.js';
import { finding } from './finding.js';
import { isLeftOut } from './is-left-out.js';
import { skillFile } from './read-skill.js';

/** How far below a folder skills are looked for, and in how many folders: a wrong path shall not read a whole disk. */
const deepest = 4;
const mostFolders = 1_000;

export interface FoundPlaces {
  /** The ways from the folder to each skill, with `/`; empty for the folder itself. */
  readonly directories: readonly string[];
  readonly findings: readonly SkillFinding[];
}

/**
 * Looks for `SKILL.md` in a folder and below. A skill's own folder is not searched for others.
 * @param base the real path of the folder
 * @param folder the folder as messages call it
 */
export async function findSkills(base: string, folder: string): Promise<FoundPlaces> {
  const directories: string[] = [];
  const findings: SkillFinding[] = [];
  const waiting: string[] = [''];
  for (let visited = 0; waiting.length > 0; visited++) {
    if (visited === mostFolders) {
      findings.push(finding('error', folder, `it has more than ${mostFolders} folders; the others were not looked at`));
      break;
    }
    const directory = waiting.shift() as string;
    const entries = await entriesOf(join(base, directory));
    const below = entries
      .filter(({ name }) => !isLeftOut(name))
      .map((entry) => ({ entry, path: way(directory, entry.name) }));
    const own = entries.find(({ name }) => name === skillFile);
    if (own !== undefined) {
      directories.push(directory);
      continue;
    }
    for (const { entry, path } of below) findings.push(...unusual(entry, way(folder, path)));
    const folders = below.filter(({ entry }) => entry.isDirectory()).map(({ path }) => path);
    waiting.push(...folders.filter((path) => path.split('/').length <= deepest));
  }
  return { directories: directories.sort(), findings };
}

/** What looks like a skill and is none. */
function unusual(entry: Dirent, path: string): SkillFinding[] {
  if (entry.isSymbolicLink()) return [finding('warning', path, 'it is a symbolic link, which is not followed')];
  if (entry.name.toLowerCase() !== skillFile.toLowerCase()) return [];
  return [finding('warning', path, `it is no skill: the file has to be named ${skillFile}, in capitals`)];
}

/** In the same order on every machine. */
async function entriesOf(path: string): Promise<Dirent[]> {
  const entries = await readdir(path, { withFileTypes: true });
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A way with `/` on every system. */
export function way(...parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .map((part) => part.replace(/(?<=.)\/+$/, ''))
    .join('/');
}
