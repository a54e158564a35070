import { basename } from 'node:path';
import type { SkillFinding } from '../../src/contract/skills.js';
import { way } from './find-skills.js';
import { readSkill, skillFile } from './read-skill.js';
import { findFolder } from './skill-folder.js';

/** What the standard says of a skill. */
export interface SkillValidation {
  /** Whether there is neither an error nor a warning. */
  readonly ok: boolean;
  /** Its name, where it can be used at all. */
  readonly name: string | undefined;
  /** Everything worth saying, advice too. */
  readonly findings: readonly SkillFinding[];
}

/**
 * Checks the skill in a folder, strictly: whatever breaks the Agent Skills standard counts. For authors and their builds.
 *
 * ```ts
 * const { ok, findings } = await validateSkill('./skills/pdf-forms');
 * ```
 * @throws PerdureError `Skill.FolderNotFound`
 */
export async function validateSkill(folder: string): Promise<SkillValidation> {
  const base = await findFolder(folder);
  const { skill, findings } = await readSkill(base, basename(base), way(folder, skillFile));
  return { ok: findings.every(({ severity }) => severity === 'advice'), name: skill?.name, findings };
}
