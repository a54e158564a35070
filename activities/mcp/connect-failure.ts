import { PerdureError } from '../../src/errors.js';
import type { McpTarget } from '../../src/ports/mcp-connector.js';
import { evidenceIn } from './evidence.js';
import { unauthorized, unsupportedVersion } from './failure.js';
import { mcpError } from './mcp-error.js';

/** A program that is not there is not there the next time either. */
const final = new Set(['ENOENT', 'EACCES', 'ENOTDIR', 'ERR_INVALID_URL', 'ERR_INVALID_ARG_VALUE']);

/** What a connection that could not be made is reported as. Nothing was asked of the server yet. */
export function toConnectError(error: unknown, { name, connection }: McpTarget): PerdureError {
  if (PerdureError.is(error)) return error;
  const { rpc, status, system, text } = evidenceIn(error);
  if (rpc === -32_022) return unsupportedVersion(name, text);
  if (status === 401 || status === 403) return unauthorized(name, status, error);
  const how = connection.kind === 'stdio' ? 'it could not be started' : 'there is no connection to it';
  const retryable = !(system !== undefined && final.has(system)) && !(status !== undefined && isFinal(status));
  return mcpError('Mcp.ConnectFailed', name, `${how}: ${reasonOf(error, text)}`, { retryable, cause: error });
}

function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/** `fetch failed` says nothing; what caused it does. */
function reasonOf(error: unknown, text: string): string {
  const { cause } = error as { readonly cause?: unknown };
  return cause instanceof Error && cause.message ? `${text} (${cause.message})` : text;
}
