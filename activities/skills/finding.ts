import type { SkillFinding } from '../../src/contract/skills.js';

/** Where something stands in a file, from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function finding(
  severity: SkillFinding['severity'],
  path: string,
  message: string,
  at?: Position,
): SkillFinding {
  return { severity, message, path, line: at?.line ?? null, column: at?.column ?? null };
}
