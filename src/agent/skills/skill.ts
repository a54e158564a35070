import { OptionProblems } from '../../definition/check-options.js';
import type { SkillDefinition, SkillSet } from './skill-set.js';
import { skillSource } from './skill-source.js';

export interface SkillOptions {
  /** 1 to 64 lower-case letters, digits and single `-`. */
  readonly name: string;
  /** What it does and when to use it, in at most 1,024 characters: by this a model chooses. */
  readonly description: string;
  /** What the model is told once it uses the skill. */
  readonly instructions: string;
  /** Tools the skill speaks of. They restrict nothing; one that the agent does not have is warned of. */
  readonly allowedTools?: readonly string[];
}

/** A skill written in code. */
export interface Skill extends SkillDefinition, SkillSet {}

const known = [
  'name',
  'description',
  'instructions',
  'allowedTools',
] as const satisfies readonly (keyof SkillOptions)[];

/**
 * Defines a skill in code: instructions that an agent is given only when its work asks for them.
 *
 * ```ts
 * const tone = skill({ name: 'house-style', description: 'How we write to customers.', instructions: 'Be brief. …' });
 * ```
 * @throws PerdureError `Skill.InvalidOptions` with all problems at once
 */
export function skill(options: SkillOptions): Skill {
  const problems = new OptionProblems(`skill '${String(options?.name)}'`, 'Skill.InvalidOptions');
  const given = options ?? {};
  problems.unknown(given, known);
  const { name, description, instructions, allowedTools = [] } = given;
  if (typeof name !== 'string' || name.length > 64 || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
    problems.add("name must be 1 to 64 lower-case letters, digits and single '-' between them");
  }
  if (typeof description !== 'string' || description.trim() === '' || description.length > 1_024) {
    problems.add('description must be a text of 1 to 1,024 characters that says what it does and when to use it');
  }
  if (typeof instructions !== 'string' || instructions.trim() === '') {
    problems.add('instructions must be a text that says what to do');
  }
  if (!Array.isArray(allowedTools) || allowedTools.some((tool) => typeof tool !== 'string')) {
    problems.add('allowedTools must be a list of names');
  }
  problems.throwAny();
  const tools = Object.freeze([...allowedTools]);
  const definition: SkillDefinition = Object.freeze({ name, description, instructions, allowedTools: tools });
  return Object.freeze({ ...definition, ...skillSource({ folders: [], inCode: [definition] }) });
}
