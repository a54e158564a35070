import type { Command } from 'commander';
import { onAction } from '../action.js';
import { findServer, locateDevServer, terminalReport } from '../server/index.js';

/** `perdure server where` */
export function serverWhere(command: Command): void {
  command
    .summary('where it runs, and from which file')
    .description(
      'Says where the server of this folder runs and which executable is used; gets the executable if need be.',
    );
  onAction<[]>(command, async (shell) => {
    const running = await findServer(process.cwd());
    const report = terminalReport(process.stderr);
    const { path, how, version } = await locateDevServer({ report }).finally(report.end);
    const { address, uiUrl, pid, db } = running ?? {};
    shell.printJson({
      program: { path, how, version },
      running: running === undefined ? null : { address, uiUrl: uiUrl ?? null, pid, db: db ?? null },
    });
    const { dim } = shell.colours;
    shell.print(`${dim('Program')}  ${path} (${howWords[how]}, ${version})`);
    if (running === undefined) return shell.print(`${dim('Server ')}  none runs for this folder`);
    shell.print(`${dim('Server ')}  ${address} (process ${pid})`);
    if (uiUrl !== undefined) shell.print(`${dim('Web UI ')}  ${uiUrl}`);
    shell.print(`${dim('Data   ')}  ${db ?? 'in memory'}`);
  });
}

const howWords = {
  option: 'named by PERDURE_TEMPORAL_CLI',
  path: 'on PATH',
  cache: "in perdure's cache",
  download: 'downloaded now',
  build: 'built now',
} as const;
