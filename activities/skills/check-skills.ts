import { basename, join } from 'node:path';
import type { SkillFinding } from '../../src/contract/skills.js';
import { finding } from './finding.js';
import { findSkills, way } from './find-skills.js';
import { readSkill, skillFile } from './read-skill.js';
import { findFolder } from './skill-folder.js';

export interface CheckedSkill {
  /** Its folder, by the name of the folder it was found in. */
  readonly path: string;
  readonly name: string | null;
  readonly findings: readonly SkillFinding[];
}

export interface CheckedSkills {
  readonly skills: readonly CheckedSkill[];
  /** What belongs to no skill: a folder without any, a link that is not followed. */
  readonly findings: readonly SkillFinding[];
}

/**
 * Checks every skill in some folders, strictly, as {@link validateSkill} does for one; nothing is left out.
 * @throws PerdureError `Skill.FolderNotFound`
 */
export async function checkSkills(folders: readonly string[]): Promise<CheckedSkills> {
  const skills: CheckedSkill[] = [];
  const findings: SkillFinding[] = [];
  for (const folder of folders) {
    const base = await findFolder(folder);
    const found = await findSkills(base, folder);
    findings.push(...found.findings);
    if (found.directories.length === 0)
      findings.push(finding('error', folder, `it has no skill: no ${skillFile} was found`));
    const inFolder = new Map<string, string>();
    for (const directory of found.directories) {
      const path = way(folder, directory);
      const { skill, findings: own } = await readSkill(
        join(base, directory),
        basename(join(base, directory)),
        way(path, skillFile),
      );
      const first = skill && inFolder.get(skill.name);
      const same = first === undefined ? [] : [finding('error', path, `${first} has the same name, '${skill?.name}'`)];
      if (skill && first === undefined) inFolder.set(skill.name, path);
      skills.push({ path, name: skill?.name ?? null, findings: [...own, ...same] });
    }
  }
  return { skills, findings };
}
