/** What the built-in tasks about skills are asked and answer: folders are read by workers, runs keep what was found. */

/** Where a skill lies: a folder as the program named it, and the way from there with `/`, empty for the folder itself. */
export interface SkillPlace {
  readonly folder: string;
  readonly directory: string;
}

/** A skill as the catalogue knows it; its instructions are read when it is used. */
export interface FoundSkill extends SkillPlace {
  readonly name: string;
  readonly description: string;
  readonly allowedTools: readonly string[];
  /** Whether there is more to read than `SKILL.md`. */
  readonly hasFiles: boolean;
}

/** One thing worth saying about a skill. */
export interface SkillFinding {
  /**
   * `error`: such a skill is not loaded. `warning`: it is loaded, but breaks the standard, and other programs may refuse
   * it. `advice`: nothing is wrong.
   */
  readonly severity: 'error' | 'warning' | 'advice';
  readonly message: string;
  /** The file or folder, by the folder's name as it was given. */
  readonly path: string;
  /** From 1, where a place in the file can be named. */
  readonly line: number | null;
  readonly column: number | null;
}

/** What was found in some folders. */
export interface FoundSkills {
  /** By name. */
  readonly skills: readonly FoundSkill[];
  readonly findings: readonly SkillFinding[];
}

/** A skill that is put to use. */
export interface OpenedSkill {
  readonly instructions: string;
  /** By their way from the skill's folder, with `/`. */
  readonly files: readonly string[];
}

/** Input of the task that reads a file of a skill. */
export interface ReadSkillFile extends SkillPlace {
  readonly file: string;
}
