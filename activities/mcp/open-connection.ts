import type { McpConnection } from '../../src/mcp/connection.js';
import { Connection, type Transport } from './connection.js';
import { evidenceIn } from './evidence.js';
import { fillEndpoint, fillProcess } from './fill-connection.js';
import { serverFetch } from './http-fetch.js';
import type { Sdk } from './load-sdk.js';
import { StdioTransport } from './stdio-transport.js';

/** How an answer that broke off is taken up again, where the server can do that. */
const reconnectionOptions = {
  initialReconnectionDelay: 250,
  maxReconnectionDelay: 2_000,
  reconnectionDelayGrowFactor: 2,
  maxRetries: 3,
};

/** Connects to a server: starts its program, or finds out which way of HTTP it knows. */
export async function openConnection(
  sdk: Sdk,
  connection: McpConnection,
  secrets: Readonly<Record<string, string>>,
): Promise<Connection> {
  const { connectTimeout: timeout } = connection;
  const open = (transport: unknown): Promise<Connection> => new Connection(sdk, transport as Transport).open(timeout);
  if (connection.kind === 'stdio') return open(new StdioTransport(fillProcess(connection, secrets), sdk));
  const { url, headers, client } = fillEndpoint(connection, secrets);
  const endpoint = new URL(url);
  const settings = {
    fetch: serverFetch(endpoint, headers),
    ...(client && { authProvider: new sdk.ClientCredentialsProvider({ ...client, clientName: 'perdure' }) }),
  };
  try {
    return await open(new sdk.StreamableHTTPClientTransport(endpoint, { ...settings, reconnectionOptions }));
  } catch (error) {
    const { status, rpc } = evidenceIn(error);
    // Servers of the first age know only the older way.
    if (rpc === -32_022 || ![400, 404, 405].includes(status ?? 0)) throw error;
    return open(new sdk.SSEClientTransport(endpoint, settings)).catch(() => Promise.reject(error as Error));
  }
}
