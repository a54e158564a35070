import { dirname, join, resolve } from 'node:path';

import { PerdureError } from '../../src/errors.js';
import { choosePort, loopback } from './choose-port.js';
import { refuseDatabaseInUse } from './claim-database.js';
import { launchDevServer, type LaunchedServer, type ServerEnd } from './launch-dev-server.js';
import { locateDevServer, type LocatedServer } from './locate-dev-server.js';
import type { Report } from './report.js';
import { isAlive } from './process-identity.js';
import { stopProcess } from './stop-process.js';
import { tellProgress } from './tell-progress.js';
import { withLock } from './with-lock.js';

export interface StartDevServerOptions {
  /** Zero or missing: a free one. */
  readonly port?: number | undefined;
  readonly uiPort?: number | undefined;
  /** A file that keeps everything; missing: memory. */
  readonly db?: string | undefined;
  /** Whether each transaction waits for the disk: slower, and safe from power cuts. The death of the server is harmless either way. */
  readonly sync?: boolean | undefined;
  /** Whether the server outlives this process. */
  readonly detach?: boolean | undefined;
  /** Without the Web UI. */
  readonly headless?: boolean | undefined;
  readonly namespace?: string | undefined;
  /** Where the Web UI has payloads decoded. */
  readonly codecEndpoint?: string | undefined;
  /** Default: `temporal.log` beside the database, or none. */
  readonly logFile?: string | undefined;
  /** The Temporal CLI to use. */
  readonly path?: string | undefined;
  readonly report?: Report | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface DevServer {
  readonly address: string;
  readonly uiUrl: string | undefined;
  readonly namespace: string;
  readonly pid: number;
  readonly how: LocatedServer['how'];
  /** Resolves when the process has ended and its port is free. */
  stop(): Promise<void>;
  /** As a crash would. */
  kill(): void;
  readonly exited: Promise<ServerEnd>;
}

const launches = 3;

/** Starts the Temporal dev server, tuned for quick steps, and resolves when it serves. */
export async function startDevServer(options: StartDevServerOptions = {}): Promise<DevServer> {
  const { report, signal } = options;
  const located = await locateDevServer(options);
  const db = options.db === undefined ? undefined : resolve(options.db);
  return tellProgress(report, async (tell) => {
    tell('starting the Temporal server');
    if (db === undefined) return start({ ...options, db }, located);
    return withLock(`${db}.lock`, { signal }, async () => {
      refuseDatabaseInUse(db);
      return start({ ...options, db }, located);
    });
  });
}

async function start(options: StartDevServerOptions, { path, how }: LocatedServer): Promise<DevServer> {
  const { db, detach = false, headless = false, namespace = 'default', sync = false, codecEndpoint, signal } = options;
  const logFile = options.logFile ?? (db === undefined ? undefined : join(dirname(db), 'temporal.log'));
  for (let launch = 1; ; launch++) {
    const port = await choosePort(options.port, '--port');
    const uiPort = headless ? undefined : await choosePort(options.uiPort, '--ui-port');
    try {
      const settings = { port, uiPort, namespace, db, sync, codecEndpoint };
      const launched = await launchDevServer({ path, settings, detach, logFile, signal });
      const uiUrl = uiPort === undefined ? undefined : `http://${loopback}:${uiPort}`;
      return { ...toHandle(launched, `${loopback}:${port}`), uiUrl, namespace, how };
    } catch (error) {
      // The server takes more ports than the two it is told, so another program may be quicker: that is worth another try.
      if (launch === launches || !hasLostPort(error)) throw error;
    }
  }
}

function hasLostPort(error: unknown): boolean {
  return PerdureError.is(error, 'Server.StartFailed') && (error.details as { addressInUse: boolean }).addressInUse;
}

function toHandle(
  { identity, exited }: LaunchedServer,
  address: string,
): Pick<DevServer, 'address' | 'pid' | 'exited' | 'stop' | 'kill'> {
  return {
    address,
    pid: identity.pid,
    exited,
    stop: async () => {
      await stopProcess(identity, address);
      await exited;
    },
    kill: () => {
      if (isAlive(identity)) process.kill(identity.pid, 'SIGKILL');
    },
  };
}
