import { join } from 'node:path';

import { reachCluster, type Cluster } from './reach-cluster.js';
import { findServer, forgetServer, rememberServer, type RememberedServer } from './server-state.js';
import { startDevServer, type DevServer, type StartDevServerOptions } from './start-dev-server.js';
import { withLock } from './with-lock.js';

export interface FindOrStartOptions extends Omit<StartDevServerOptions, 'db'> {
  /** The project: its server's database and state are kept in `.perdure` there. */
  readonly folder: string;
}

/** A server to work with. Only a `started` one is ours to stop. */
export type FoundServer =
  | ({ readonly kind: 'cluster'; readonly uiUrl: undefined } & Cluster)
  | ({ readonly kind: 'remembered' } & RememberedServer)
  | ({ readonly kind: 'started' } & DevServer);

/** The cluster that the environment names, else the folder's running server, else a new one with the folder's database. */
export async function findOrStartServer(options: FindOrStartOptions): Promise<FoundServer> {
  const { folder, report, signal } = options;
  const cluster = await reachCluster();
  if (cluster !== undefined) return { kind: 'cluster', uiUrl: undefined, ...cluster };
  const running = await findServer(folder);
  if (running !== undefined) return { kind: 'remembered', ...running };
  const begin = performance.now();
  const onWait = ({ pid }: { readonly pid: number }): void => {
    const phase = `waiting for process ${pid}, which is starting the server of this folder`;
    report?.({ phase, seconds: (performance.now() - begin) / 1000 });
  };
  // Two commands started together share one server: the second finds what the first has started.
  return withLock(join(folder, '.perdure', 'server.lock'), { onWait, signal }, async () => {
    const justStarted = await findServer(folder);
    if (justStarted !== undefined) return { kind: 'remembered', ...justStarted };
    return { kind: 'started', ...(await startAndRemember(options)) };
  });
}

async function startAndRemember(options: FindOrStartOptions): Promise<DevServer> {
  const { folder } = options;
  const db = join(folder, '.perdure', 'temporal.db');
  const server = await startDevServer({ ...options, db });
  await rememberServer(folder, { ...server, db });
  const forget = async (): Promise<void> => forgetServer(folder, server.pid);
  void server.exited.then(forget, forget);
  return {
    ...server,
    stop: async () => {
      await server.stop();
      await forget();
    },
  };
}
