import type { Command } from 'commander';
import { checkSkills } from '../../worker/skills.js';
import { onAction } from '../action.js';
import { exitCodes } from '../exit-code.js';
import { showSkill, showFindings } from '../skills/show-skills.js';
import { skillFolders, usualFolders } from '../skills/skill-folders.js';

/** `perdure skills check` */
export function skillsCheck(command: Command): void {
  command
    .summary('check skills against the standard')
    .description(
      'Checks each SKILL.md in the folders and below against the Agent Skills standard. Runs nothing of them.',
    )
    .argument(
      '[folder...]',
      `folders that hold skills, or are one (default: ${usualFolders.join(' and ')}, where they exist)`,
    );
  onAction<[readonly string[]]>(command, async (shell, [given]) => {
    const { skills, findings } = await checkSkills(skillFolders(given));
    const all = [...skills.flatMap((skill) => skill.findings), ...findings];
    const problems = all.filter(({ severity }) => severity !== 'advice').length;
    shell.printJson({ skills, findings, problems });
    for (const skill of skills) for (const line of showSkill(skill, shell.colours)) shell.print(line);
    for (const line of showFindings(findings, shell.colours)) shell.print(line);
    const { green, red } = shell.colours;
    const count = problems === 1 ? '1 problem.' : `${problems} problems.`;
    shell.print(`\n${problems === 0 ? green('No problems.') : red(count)}`);
    return problems === 0 ? exitCodes.succeeded : exitCodes.failed;
  });
}
