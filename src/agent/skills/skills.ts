import { PerdureError } from '../../errors.js';
import { duplicateSkill } from './duplicate-skill.js';
import type { Skill } from './skill.js';
import { type SkillDefinition, type SkillParts, skillParts, type SkillSet } from './skill-set.js';
import { skillSource } from './skill-source.js';

/** A folder that holds skills or is one, a skill written in code, other skills, or a list of these. */
export type SkillsInput = string | Skill | Skills | readonly SkillsInput[];

/** Skills for an agent. */
export interface Skills extends SkillSet {
  /** As they were given: relative to the worker's current folder, or to the home folder where they begin with `~/`. */
  readonly folders: readonly string[];
}

/**
 * Skills after the Agent Skills standard: folders with a `SKILL.md`. The agent is told names and descriptions, and asks
 * for the instructions with the tool `use_skill`. Each run reads the folders once, in a task, and keeps what it found.
 * Of two skills with one name in different folders, the one in the folder that was named first is taken.
 *
 * ```ts
 * const writer = agent('writer', { instructions: 'Write.', model: 'openai/gpt-5', skills: skills('./skills') });
 * ```
 * @throws PerdureError `Skill.InvalidOptions`, `Skill.Duplicate`
 */
export function skills(given: SkillsInput): Skills {
  const parts = partsOf(given);
  const folders = Object.freeze([...new Set(parts.folders)]);
  const inCode = [...new Set(parts.inCode)];
  refuseDuplicates(inCode);
  return Object.freeze({ folders, ...skillSource({ folders, inCode }) });
}

function partsOf(given: SkillsInput): SkillParts {
  if (Array.isArray(given)) {
    const all = (given as readonly SkillsInput[]).map(partsOf);
    return { folders: all.flatMap(({ folders }) => folders), inCode: all.flatMap(({ inCode }) => inCode) };
  }
  if (typeof given === 'string' && given.trim() !== '') return { folders: [given], inCode: [] };
  const parts = (given as Partial<SkillSet> | null | undefined)?.[skillParts];
  if (parts) return parts;
  throw new PerdureError({
    code: 'Skill.InvalidOptions',
    message: `skills() takes folders, skill({ … }) and lists of them, but got ${given === '' ? 'an empty text' : typeof given}.`,
  });
}

function refuseDuplicates(inCode: readonly SkillDefinition[]): void {
  const names = new Set<string>();
  for (const { name } of inCode) {
    if (names.has(name)) throw duplicateSkill(name, 'skill({ … })', 'another skill({ … })');
    names.add(name);
  }
}
