import { onPreferredPorts, type Ports } from '../preferred-ports.js';
import { findOrStartServer, terminalReport } from '../server/index.js';
import type { GlobalOptions } from '../settings.js';

/** The server `perdure dev` works with, and how to let go of it. */
export interface ServerPlace {
  /** For people. */
  readonly address: string;
  /** How it came to be, in a few words. */
  readonly how: string;
  readonly uiUrl: string | undefined;
  /** For the worker: missing where the environment says it better (TLS, keys). */
  readonly connect: { readonly address: string | undefined; readonly namespace: string | undefined };
  readonly stop: () => Promise<void>;
  readonly kill: () => void;
  /** Resolves when a server we have started is gone. */
  readonly ended: Promise<unknown>;
}

const never = new Promise<never>(() => {});
const notOurs = { stop: async (): Promise<void> => undefined, kill: (): void => undefined, ended: never };

/** The server named on the command line or by the environment, the folder's running one, or a new one. */
export async function findServerPlace({ address, namespace }: GlobalOptions, wanted: Ports): Promise<ServerPlace> {
  if (address !== undefined)
    return { address, how: 'as given', uiUrl: undefined, connect: { address, namespace }, ...notOurs };
  const report = terminalReport(process.stderr);
  const server = await onPreferredPorts(wanted, (ports) =>
    findOrStartServer({ ...ports, folder: process.cwd(), namespace, report }),
  ).finally(report.end);
  if (server.kind === 'cluster') {
    return {
      address: server.address,
      how: 'from the environment',
      uiUrl: undefined,
      connect: { address: undefined, namespace },
      ...notOurs,
    };
  }
  const connect = { address: server.address, namespace: namespace ?? server.namespace };
  const { uiUrl } = server;
  if (server.kind === 'remembered') {
    const isElsewhere = wanted.port !== undefined && !server.address.endsWith(`:${wanted.port}`);
    const how = isElsewhere ? `running already, so not on port ${wanted.port}` : 'running already';
    return { address: server.address, how, uiUrl, connect, ...notOurs };
  }
  return {
    address: server.address,
    how: 'data in .perdure/',
    uiUrl,
    connect,
    stop: () => server.stop(),
    kill: () => server.kill(),
    ended: server.exited,
  };
}
