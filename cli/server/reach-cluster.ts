import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';

import { PerdureError } from '../../src/errors.js';
import { identifyServer } from './identify-server.js';

/** A cluster that the environment names, and how to connect to it. */
export interface Cluster {
  readonly address: string;
  readonly namespace: string;
  /** Address, TLS, API key and headers, for the SDK's clients and workers. Holds secrets: not for printing. */
  readonly connection: ClientConnectConfig['connectionOptions'];
}

const reachMilliseconds = 5_000;
const variables = ['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE'];

/**
 * The cluster named by Temporal's own environment variables or configuration file, after it has answered. `undefined` when the
 * environment names none; the default configuration file alone does not count, because whoever has one still wants a local server.
 */
export async function reachCluster(): Promise<Cluster | undefined> {
  const named = variables.filter((name) => (process.env[name] ?? '') !== '');
  if (named.length === 0) return undefined;
  const { connectionOptions, namespace = 'default' } = loadSettings(named);
  const address = connectionOptions.address ?? 'localhost:7233';
  const connection = { ...connectionOptions, address };
  try {
    await identifyServer(connection, reachMilliseconds);
  } catch (cause) {
    throw notReachable(address, named, connection.tls, cause);
  }
  return { address, namespace, connection };
}

function loadSettings(named: readonly string[]): ClientConnectConfig {
  try {
    return loadClientConnectConfig();
  } catch (cause) {
    const message = `The connection settings named by ${named.join(', ')} cannot be read: ${(cause as Error).message}`;
    throw new PerdureError({ code: 'Server.NotReachable', message, details: { namedBy: named }, cause });
  }
}

function notReachable(address: string, named: readonly string[], tls: unknown, cause: unknown): PerdureError {
  const usesTls = tls !== undefined && tls !== false && tls !== null;
  const checks = [
    `Is the address right, with its port? It comes from ${named.join(', ')}.`,
    'Does the cluster run, and can this machine reach it (VPN, firewall, container network)?',
    usesTls
      ? 'TLS is on: are the certificate and the server name, or the API key, the right ones?'
      : 'TLS is off: a cluster that wants it needs TEMPORAL_TLS=true, certificates or TEMPORAL_API_KEY.',
    `To use a local dev server instead, unset ${named.join(', ')}.`,
  ];
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PerdureError({
    code: 'Server.NotReachable',
    message: [`No Temporal server answers at ${address}: ${reason}`, ...checks.map((check) => `  - ${check}`)].join(
      '\n',
    ),
    retryable: true,
    details: { address, namedBy: named },
    cause,
  });
}
