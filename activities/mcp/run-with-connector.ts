import { AsyncLocalStorage } from 'node:async_hooks';
import { type ConnectorScope, connectorStore } from '../../src/mcp/connector-scope.js';

const holder = globalThis as { [connectorStore]?: AsyncLocalStorage<ConnectorScope> };

/** Runs code, and all it awaits, with a connector at hand. */
export function runWithConnector<T>(scope: ConnectorScope, code: () => T): T {
  return (holder[connectorStore] ??= new AsyncLocalStorage<ConnectorScope>()).run(scope, code);
}
