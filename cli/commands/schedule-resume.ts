import type { Command } from 'commander';
import { onAction } from '../action.js';

/** `perdure schedule resume` */
export function scheduleResume(command: Command): void {
  command
    .summary('go on')
    .description('Resumes a paused schedule. What was due meanwhile is not made up for.')
    .argument('<name>', "the schedule's name")
    .option('--note <text>', 'why, for people');
  onAction<[string], { readonly note?: string }>(command, async (shell, [name], { note }) => {
    const app = await shell.connect();
    await app.scheduleHandle(name).resume(note);
    shell.printJson({ name, status: 'active' });
    shell.print(`Schedule '${name}' goes on.`);
  });
}
