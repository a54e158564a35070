import { PerdureError } from '../errors.js';
import type { McpConnector } from '../ports/mcp-connector.js';

/** Who talks to MCP servers for the code that runs here: a worker's connector, or that of a direct call. */
export interface ConnectorScope {
  readonly connector: McpConnector;
  /** Asks the sources of secrets again. Left out where values do not change. */
  readonly resolve?: (names: readonly string[]) => Promise<Readonly<Record<string, string>>>;
}

/** Kept by the rooms that run in Node, in an async context: copies of the library find each other's. */
export interface ConnectorStore {
  getStore(): ConnectorScope | undefined;
}

export const connectorStore = Symbol.for('perdure.mcp-connector');

/** @throws PerdureError `Mcp.NoConnector` */
export function currentConnector(server: string): ConnectorScope {
  const scope = (globalThis as { [connectorStore]?: ConnectorStore })[connectorStore]?.getStore();
  if (scope !== undefined) return scope;
  throw new PerdureError({
    code: 'Mcp.NoConnector',
    message: `MCP server '${server}' was called outside of a worker, where nobody connects to servers. Start the workflow on a worker; in a unit test call it by directly(…) from 'perdure/testing'.`,
    details: { server },
  });
}
