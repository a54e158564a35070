import type { SkillFinding } from '../../src/contract/skills.js';
import { PerdureError } from '../../src/errors.js';
import { checkFields, type SkillFields } from './check-fields.js';
import { finding } from './finding.js';
import { largestSkill, readInside } from './read-inside.js';
import { splitFrontMatter } from './split-front-matter.js';

export const skillFile = 'SKILL.md';

/** A skill that can be used. */
export interface ReadSkill extends SkillFields {
  readonly instructions: string;
}

export interface SkillReading {
  /** Left out with an error among the findings. */
  readonly skill: ReadSkill | undefined;
  readonly findings: readonly SkillFinding[];
}

/** Lengths the standard advises, of what every use of a skill costs. */
const advisedLines = 500;
const advisedCharacters = 20_000;

/**
 * Reads the `SKILL.md` of a folder.
 * @param base the real path of the skill's folder
 * @param folder the folder's own name, which the skill's should be
 * @param path the file as messages call it
 */
export async function readSkill(base: string, folder: string, path: string): Promise<SkillReading> {
  const findings: SkillFinding[] = [];
  const fail = (message: string): SkillReading => {
    findings.push(finding('error', path, message));
    return { skill: undefined, findings };
  };
  let text: string;
  try {
    text = await readInside(base, skillFile, largestSkill);
  } catch (error) {
    if (PerdureError.is(error)) return fail(error.message);
    return fail(`it cannot be read: ${(error as Error).message}`);
  }
  const split = splitFrontMatter(text);
  if (split === undefined) return fail('it has to begin with front matter: fields between two lines of ---');
  // The parser of YAML is for those who have skills.
  const { readFrontMatter } = await import('./read-front-matter.js');
  const frontMatter = readFrontMatter(split.frontMatter, path, findings);
  const fields = frontMatter && checkFields(frontMatter, folder, path, findings);
  const instructions = split.body.trim();
  if (instructions === '') return fail('it has no instructions below the front matter');
  findings.push(...advise(instructions, path));
  return { skill: fields && { ...fields, instructions }, findings };
}

function advise(instructions: string, path: string): SkillFinding[] {
  const lines = instructions.split('\n').length;
  if (lines <= advisedLines && instructions.length <= advisedCharacters) return [];
  const size = `${lines} lines, ${instructions.length} characters`;
  const message = `the instructions are long (${size}): parts that are seldom needed belong in files of their own`;
  return [finding('advice', path, message)];
}
