import type { Command } from 'commander';
import { onAction } from '../action.js';
import { exitCodes } from '../exit-code.js';
import { waitForEnd } from '../runs/wait-for-end.js';
import { terminateRun } from '../runs/terminate-run.js';

interface CancelOptions {
  readonly wait?: boolean;
  readonly force?: boolean;
  readonly reason?: string;
}

/** `perdure cancel` */
export function cancel(command: Command): void {
  command
    .description('Asks a run to stop: its open calls are cancelled and its clean-up runs.')
    .argument('<id>', "the run's id")
    .option('--wait', 'wait until it has ended; exit code 4 if it was cancelled')
    .option('--force', 'end it at once, without clean-up and without a worker (terminate)')
    .option('--reason <text>', 'why, with --force: kept in its history');
  onAction<[string], CancelOptions>(command, async (shell, [id], { wait, force, reason }) => {
    const app = await shell.connect();
    const run = app.run(id);
    if (force === true) {
      await terminateRun(app, id, reason ?? 'perdure cancel --force');
      shell.printJson({ id, status: 'terminated' });
      return shell.print(`Run '${id}' was ended.`);
    }
    await run.cancel();
    if (wait === true) return waitForEnd({ shell, app, run, atPause: 'ignore' });
    shell.printJson({ id, status: 'cancel-requested' });
    shell.print(`Run '${id}' was asked to stop. Its end: perdure show ${id}`);
    return exitCodes.succeeded;
  });
}
