import type { Command } from 'commander';
import { onAction } from '../action.js';

/** `perdure schedule pause` */
export function schedulePause(command: Command): void {
  command
    .summary('start nothing for now')
    .description('Pauses a schedule: nothing is started; open runs go on.')
    .argument('<name>', "the schedule's name")
    .option('--note <text>', 'why, for people');
  onAction<[string], { readonly note?: string }>(command, async (shell, [name], { note }) => {
    const app = await shell.connect();
    await app.scheduleHandle(name).pause(note);
    shell.printJson({ name, status: 'paused' });
    shell.print(`Schedule '${name}' is paused.`);
  });
}
