import type { Command } from 'commander';
import { onAction } from '../action.js';
import { locateDevServer, terminalReport } from '../server/index.js';

/** `perdure server version` */
export function serverVersion(command: Command): void {
  command
    .summary('its version')
    .description(
      'Prints the version of the Temporal CLI that is used; gets it if need be, which is handy for a build machine.',
    );
  onAction<[]>(command, async (shell) => {
    const report = terminalReport(process.stderr);
    const { version, path } = await locateDevServer({ report }).finally(report.end);
    shell.printJson({ version, path });
    shell.print(version);
  });
}
