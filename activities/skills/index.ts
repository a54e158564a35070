/**
 * Skills on disk, after the Agent Skills standard: folders with a `SKILL.md`.
 * @module
 */
export { loadSkills } from './load-skills.js';
export { checkSkills, type CheckedSkill } from './check-skills.js';
export { validateSkill, type SkillValidation } from './validate-skill.js';
export { skillBodies } from './skill-bodies.js';
