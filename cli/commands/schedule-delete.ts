import type { Command } from 'commander';
import { onAction } from '../action.js';

/** `perdure schedule delete` */
export function scheduleDelete(command: Command): void {
  command
    .summary('remove it')
    .description('Removes a schedule. Its open runs go on.')
    .argument('<name>', "the schedule's name");
  onAction<[string]>(command, async (shell, [name]) => {
    const app = await shell.connect();
    await app.scheduleHandle(name).delete();
    shell.printJson({ name, status: 'deleted' });
    shell.print(`Schedule '${name}' is deleted.`);
  });
}
