import type { CheckedSkill, SkillFinding } from '../../worker/skills.js';
import type { Colours } from '../terminal/colours.js';

/** A skill with all that was found. */
export function showSkill({ path, findings }: CheckedSkill, colours: Colours): string[] {
  const { bold, green, red } = colours;
  const isGood = findings.every(({ severity }) => severity === 'advice');
  return [`${isGood ? green('ok') : red('no')}  ${bold(path)}`, ...showFindings(findings, colours)];
}

/** A line each: where, how bad, what. */
export function showFindings(findings: readonly SkillFinding[], { dim, red, yellow }: Colours): string[] {
  const paint = { error: red, warning: yellow, advice: dim } as const;
  return findings.map(({ severity, message, path, line, column }) => {
    const place = line === null ? path : `${path}:${line}:${column ?? 1}`;
    return `    ${dim(place)}  ${paint[severity](severity)}  ${message}`;
  });
}
