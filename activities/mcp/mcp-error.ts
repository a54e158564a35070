import { PerdureError } from '../../src/errors.js';

interface Facts {
  readonly retryable?: boolean;
  readonly cause?: unknown;
  readonly details?: object;
}

/** An error of a server, which names it. */
export function mcpError(code: string, server: string, message: string, facts: Facts = {}): PerdureError {
  const { retryable = false, cause, details = {} } = facts;
  return new PerdureError({
    code,
    message: `MCP server '${server}': ${message}`,
    retryable,
    details: { server, ...details },
    cause,
  });
}
