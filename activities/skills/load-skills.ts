import { basename, join } from 'node:path';
import { duplicateSkill } from '../../src/agent/skills/duplicate-skill.js';
import type { FoundSkill, FoundSkills, SkillFinding } from '../../src/contract/skills.js';
import { PerdureError } from '../../src/errors.js';
import { finding } from './finding.js';
import { findSkills, way } from './find-skills.js';
import { listFiles } from './list-files.js';
import { readSkill, skillFile } from './read-skill.js';
import { findFolder, isAtHome } from './skill-folder.js';

/** A catalogue is sent with every model call, so there is an end to it. */
const mostSkills = 200;

/**
 * Loads the skills of some folders as a run does, forgiving: what cannot be used is left out with an error among the
 * findings, what merely breaks the standard is loaded with a warning. Of two skills with one name in different folders
 * the first folder's is taken, with a warning. Nothing of a skill is run.
 * @throws PerdureError `Skill.FolderNotFound` (not for folders that begin with `~/`), `Skill.Duplicate` for two skills
 * with one name in one folder
 */
export async function loadSkills(folders: readonly string[]): Promise<FoundSkills> {
  const byName = new Map<string, FoundSkill>();
  const findings: SkillFinding[] = [];
  for (const folder of folders) {
    const found = await loadFolder(folder);
    findings.push(...found.findings);
    for (const skill of found.skills) {
      const first = byName.get(skill.name);
      if (first === undefined) byName.set(skill.name, skill);
      else
        findings.push(
          finding('warning', placeOf(skill), `it is left out: ${placeOf(first)} has the same name, '${skill.name}'`),
        );
    }
  }
  const skills = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (skills.length > mostSkills) {
    const message = `there are ${skills.length} skills, and ${mostSkills} is the most; those after '${skills[mostSkills - 1]?.name}' are left out`;
    findings.push(finding('error', folders.join(', '), message));
  }
  return { skills: skills.slice(0, mostSkills), findings };
}

async function loadFolder(folder: string): Promise<FoundSkills> {
  const base = await findFolder(folder).catch((error: unknown) => {
    if (isAtHome(folder) && PerdureError.is(error, 'Skill.FolderNotFound')) return undefined;
    throw error;
  });
  if (base === undefined) return { skills: [], findings: [] };
  const { directories, findings } = await findSkills(base, folder);
  const skills = new Map<string, FoundSkill>();
  const all = [...findings];
  for (const directory of directories) {
    const path = join(base, directory);
    const reading = await readSkill(path, basename(path), way(folder, directory, skillFile));
    all.push(...reading.findings);
    if (reading.skill === undefined) continue;
    const { name, description, allowedTools } = reading.skill;
    const hasFiles = (await listFiles(path, 1)).length > 0;
    const skill = { folder, directory, name, description, allowedTools, hasFiles };
    const first = skills.get(name);
    if (first) throw duplicateSkill(name, placeOf(first), placeOf(skill));
    skills.set(name, skill);
  }
  return { skills: [...skills.values()], findings: all };
}

function placeOf({ folder, directory }: FoundSkill): string {
  return way(folder, directory);
}
