import type { Command } from 'commander';
import { onAction } from '../action.js';

/** `perdure schedule trigger` */
export function scheduleTrigger(command: Command): void {
  command
    .summary('start a run now')
    .description('Starts a run now, also while the schedule is paused or another run is open.')
    .argument('<name>', "the schedule's name");
  onAction<[string]>(command, async (shell, [name]) => {
    const app = await shell.connect();
    await app.scheduleHandle(name).trigger();
    shell.printJson({ name, status: 'triggered' });
    shell.print(`Schedule '${name}' starts a run. Its runs: perdure list --schedule ${name}`);
  });
}
