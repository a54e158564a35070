import { spawn } from 'node:child_process';

import { PerdureError } from '../../src/errors.js';
import { loopback } from './choose-port.js';
import { claimDatabase } from './claim-database.js';
import { devServerArguments, type DevServerSettings } from './dev-server-arguments.js';
import { identityOf, type ProcessIdentity } from './process-identity.js';
import { openServerLog, type ServerLog } from './server-log.js';
import { stopWithParent } from './stop-with-parent.js';
import { waitUntilReady } from './wait-until-ready.js';

export interface Launch {
  /** The executable. */
  readonly path: string;
  readonly settings: DevServerSettings;
  readonly detach: boolean;
  readonly logFile: string | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface ServerEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface LaunchedServer {
  readonly identity: ProcessIdentity;
  readonly exited: Promise<ServerEnd>;
}

const readyMilliseconds = 30_000;
const linesInMessage = 10;

/** Starts one server process and resolves when a workflow can be started on it; else no process is left. */
export async function launchDevServer(launch: Launch): Promise<LaunchedServer> {
  const { settings, detach, signal } = launch;
  const log = openServerLog(launch.logFile);
  const child = spawn(launch.path, [...devServerArguments(settings)], {
    detached: true, // out of reach of Ctrl-C, which is for this process: workers stop first, then the server
    stdio: ['ignore', log.descriptor, log.descriptor],
    env: withoutTemporalSettings(process.env),
    windowsHide: true,
  });
  if (settings.db !== undefined && child.pid !== undefined) claimDatabase(settings.db, child.pid);
  const ended = new AbortController();
  const exited = new Promise<ServerEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, endSignal) => resolve({ code, signal: endSignal }));
  });
  const callOff = child.pid === undefined || detach ? (): void => {} : stopWithParent(child.pid);
  void exited.catch(() => {}).finally(() => (callOff(), ended.abort()));
  try {
    const stopWaiting = signal === undefined ? ended.signal : AbortSignal.any([ended.signal, signal]);
    const address = `${loopback}:${settings.port}`;
    await waitUntilReady({ address, namespace: settings.namespace, timeout: readyMilliseconds, signal: stopWaiting });
  } catch (error) {
    const hasDied = ended.signal.aborted; // by itself, that is, before the next line
    child.kill('SIGKILL');
    const end = await exited.catch((spawnError: unknown) => spawnError as Error);
    const failure = startFailed({ end, log, launch, cause: error, hasDied });
    log.close();
    signal?.throwIfAborted();
    throw failure;
  }
  void exited.finally(() => log.close());
  if (detach) child.unref();
  return { identity: identityOf(child.pid ?? 0), exited };
}

/** The CLI reads the same variables as clients do; here they mean somebody else's server. */
function withoutTemporalSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('TEMPORAL_')));
}

interface Failure {
  readonly end: ServerEnd | Error;
  readonly log: ServerLog;
  readonly launch: Launch;
  readonly cause: unknown;
  readonly hasDied: boolean;
}

function startFailed({ end, log, launch, cause, hasDied }: Failure): PerdureError {
  const lines = log.lastLines(linesInMessage);
  const what = end instanceof Error ? `did not start: ${end.message}` : `ended at once (${endInWords(end)})`;
  const happened = hasDied ? what : `was not ready within ${readyMilliseconds / 1000} s`;
  const keptLog = launch.logFile === undefined ? [] : [`The log: ${launch.logFile}`];
  return new PerdureError({
    code: 'Server.StartFailed',
    message: [`The Temporal server ${launch.path} ${happened}.`, ...lines.map((line) => `  ${line}`), ...keptLog].join(
      '\n',
    ),
    details: { addressInUse: lines.some((line) => line.includes('address already in use')) },
    cause: end instanceof Error ? end : cause,
  });
}

function endInWords({ code, signal }: ServerEnd): string {
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}
