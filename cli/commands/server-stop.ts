import type { Command } from 'commander';
import { onAction } from '../action.js';
import { stopRemembered } from '../server/index.js';

/** `perdure server stop` */
export function serverStop(command: Command): void {
  command.summary('stop it').description('Stops the server of this folder; what it has in a file stays.');
  onAction<[]>(command, async (shell) => {
    const stopped = await stopRemembered(process.cwd());
    shell.printJson({ stopped: stopped?.address ?? null });
    shell.print(stopped === undefined ? 'No server of this folder runs.' : `Stopped the server at ${stopped.address}.`);
  });
}
