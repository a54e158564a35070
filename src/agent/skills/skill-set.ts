import type { ToolSource } from '../tool.js';

/** A skill that is written in code. */
export interface SkillDefinition {
  readonly name: string;
  readonly description: string;
  readonly instructions: string;
  readonly allowedTools: readonly string[];
}

/** What a set of skills is made of: folders that are read when a run needs them, and skills written in code. */
export interface SkillParts {
  readonly folders: readonly string[];
  readonly inCode: readonly SkillDefinition[];
}

/** Skills as an agent's tools: the catalogue goes into its instructions, the skills themselves are asked for. */
export interface SkillSet extends ToolSource {
  readonly [skillParts]: SkillParts;
}

/** Where a set keeps its parts; registered, so that copies of the library recognise each other's. */
export const skillParts = Symbol.for('perdure.skills');
