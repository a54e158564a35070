import { PerdureError } from '../../errors.js';

/** A model asks for skills by name, so there is one of each. */
export function duplicateSkill(name: string, first: string, second: string): PerdureError {
  return new PerdureError({
    code: 'Skill.Duplicate',
    message: `Two skills are named '${name}': ${first} and ${second}. Rename one of them.`,
    details: { skill: name, first, second },
  });
}
