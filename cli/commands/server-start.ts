import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { PerdureError } from '../../src/errors.js';
import { onAction } from '../action.js';
import type { ExitCode } from '../exit-code.js';
import { toPort } from '../port-option.js';
import { onPreferredPorts, type Ports } from '../preferred-ports.js';
import {
  type DevServer,
  findServer,
  forgetServer,
  rememberServer,
  startDevServer,
  terminalReport,
} from '../server/index.js';
import type { Shell } from '../shell.js';
import { untilInterrupted } from '../until-interrupted.js';

interface StartOptions extends Ports {
  readonly db?: string;
  readonly memory?: boolean;
  readonly sync?: boolean;
  readonly detach?: boolean;
  readonly codecEndpoint?: string;
}

/** `perdure server start` */
export function serverStart(command: Command): void {
  command
    .summary('start it')
    .description('Starts the Temporal dev server of this folder and stays with it; Ctrl-C stops it.')
    .option('--port <number>', 'its port (default: 7233, or a free one)', toPort)
    .option('--ui-port <number>', 'the port of the Web UI (default: 8233, or a free one)', toPort)
    .option('--db <file>', 'where it keeps everything (default: .perdure/temporal.db)')
    .option('--memory', 'keep nothing: all runs are gone when it stops')
    .option('--sync', 'wait for the disk at every step: slower, and safe from power cuts')
    .option('--codec-endpoint <url>', "where the Web UI has values decoded, see 'perdure codec serve'")
    .option('--detach', 'leave it running in the background');
  onAction<[], StartOptions>(command, async (shell, _, options) => {
    if (options.memory === true && options.db !== undefined) throw bothStores();
    const folder = process.cwd();
    await refuseSecond(folder);
    const { sync, detach, codecEndpoint } = options;
    const db = options.memory === true ? undefined : resolve(options.db ?? join('.perdure', 'temporal.db'));
    const report = terminalReport(process.stderr);
    const server = await onPreferredPorts(options, (ports) =>
      startDevServer({ ...ports, db, sync, detach, codecEndpoint, namespace: shell.options.namespace, report }),
    ).finally(report.end);
    await rememberServer(folder, { ...server, db });
    present(shell, server, db);
    return detach === true ? undefined : stay(shell, server, folder);
  });
}

function present(shell: Shell, { address, uiUrl, namespace, pid }: DevServer, db: string | undefined): void {
  shell.printJson({ address, uiUrl: uiUrl ?? null, namespace, pid, db: db ?? null });
  const { bold, cyan, dim } = shell.colours;
  shell.print(`${dim('Server')}  ${bold(address)}`);
  if (uiUrl !== undefined) shell.print(`${dim('Web UI')}  ${cyan(uiUrl)}`);
  shell.print(`${dim('Data  ')}  ${db ?? 'in memory'}`);
}

async function stay(shell: Shell, server: DevServer, folder: string): Promise<ExitCode | void> {
  shell.print(shell.colours.dim('Ctrl-C stops it.'));
  const end = await Promise.race([server.exited, untilInterrupted(() => server.kill())]);
  if (end === 'interrupted') await server.stop();
  await forgetServer(folder, server.pid);
  if (end === 'interrupted') return;
  throw new PerdureError({
    code: 'Server.Ended',
    message: `The Temporal server has ended by itself (${end.signal ?? `exit code ${end.code}`}).`,
  });
}

async function refuseSecond(folder: string): Promise<void> {
  const running = await findServer(folder);
  if (running === undefined) return;
  throw new PerdureError({
    code: 'Server.AlreadyRunning',
    message: `The server of this folder runs already at ${running.address} (process ${running.pid}). Commands in this folder use it; stop it with 'perdure server stop'.`,
    details: { address: running.address, pid: running.pid },
  });
}

function bothStores(): PerdureError {
  return new PerdureError({ code: 'Usage.Conflict', message: '--memory and --db exclude each other.' });
}
