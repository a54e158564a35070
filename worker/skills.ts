/**
 * Skills on disk, for programs and for the command line; apart from the door, which loads Temporal's worker too.
 * @module
 */
export {
  checkSkills,
  type CheckedSkill,
  loadSkills,
  type SkillValidation,
  validateSkill,
} from '../activities/skills/index.js';
export type { FoundSkill, FoundSkills, SkillFinding } from '../src/contract/skills.js';
