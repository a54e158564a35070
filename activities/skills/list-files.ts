import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { way } from './find-skills.js';
import { isLeftOut } from './is-left-out.js';
import { skillFile } from './read-skill.js';

/** A list is for a model to choose from; the standard keeps files one level deep. */
const mostFiles = 100;
const deepest = 3;

/**
 * What lies in a skill's folder besides `SKILL.md`, by name.
 * @param base the real path of the skill's folder
 */
export async function listFiles(base: string, most = mostFiles): Promise<string[]> {
  const files: string[] = [];
  const waiting: { readonly directory: string; readonly depth: number }[] = [{ directory: '', depth: 1 }];
  for (let next = waiting.shift(); next && files.length < most; next = waiting.shift()) {
    const { directory, depth } = next;
    const entries = await readdir(join(base, directory), { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries.filter(({ name }) => !isLeftOut(name))) {
      const path = way(directory, entry.name);
      if (entry.isDirectory() && depth < deepest) waiting.push({ directory: path, depth: depth + 1 });
      if (entry.isFile() && path !== skillFile) files.push(path);
    }
  }
  return files.slice(0, most);
}
