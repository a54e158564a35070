import { realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { skillTasks } from '../../src/agent/skills/skill-tasks.js';
import type { FoundSkills, OpenedSkill, ReadSkillFile, SkillPlace } from '../../src/contract/skills.js';
import { PerdureError } from '../../src/errors.js';
import type { TaskDefinition } from '../../src/task/definition.js';
import { way } from './find-skills.js';
import { listFiles } from './list-files.js';
import { loadSkills } from './load-skills.js';
import { largestFile, readInside } from './read-inside.js';
import { readSkill, skillFile } from './read-skill.js';
import { findFolder } from './skill-folder.js';

/** The bodies of the built-in tasks that read skills, by the tasks' names. */
export const skillBodies: Readonly<Record<string, TaskDefinition['body']>> = {
  [skillTasks.discover.name]: ({ folders }: { readonly folders: readonly string[] }): Promise<FoundSkills> =>
    loadSkills(folders),
  [skillTasks.open.name]: open,
  [skillTasks.read.name]: read,
};

async function open(place: SkillPlace): Promise<OpenedSkill> {
  const base = await baseOf(place);
  const path = way(place.folder, place.directory, skillFile);
  const { skill, findings } = await readSkill(base, basename(base), path);
  if (skill) return { instructions: skill.instructions, files: await listFiles(base) };
  throw new PerdureError({
    code: 'Skill.Unreadable',
    message: `${path} was a skill when this run began, and is none here: ${findings.map(({ message }) => message).join('; ')}.`,
    details: { path, findings },
  });
}

async function read({ file, ...place }: ReadSkillFile): Promise<string> {
  return readInside(await baseOf(place), file, largestFile);
}

/** Of what a run has found once; the folder may be another one by now, or on another machine. */
async function baseOf({ folder, directory }: SkillPlace): Promise<string> {
  const expected = join(await findFolder(folder), directory);
  const real = await realpath(expected).catch(() => undefined);
  if (real === expected && !directory.split('/').includes('..')) return real;
  throw new PerdureError({
    code: 'Skill.Unreadable',
    message: `The folder '${way(folder, directory)}' had a skill when this run began, and has none here.`,
    details: { folder, directory },
  });
}
