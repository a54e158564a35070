import type { Command } from 'commander';
import { skillsCheck } from './skills-check.js';

/** `perdure skills` */
export function skills(command: Command): void {
  command.description('Skills of agents: folders with a SKILL.md.').helpCommand(false);
  skillsCheck(command.command('check'));
}
