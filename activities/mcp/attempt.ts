import { PerdureError } from '../../src/errors.js';
import type { McpCallContext, McpTarget } from '../../src/ports/mcp-connector.js';
import type { Connection } from './connection.js';
import { evidenceIn, wasNotDone } from './evidence.js';
import { type Failed, toMcpError } from './failure.js';
import type { Pool } from './pool.js';

/**
 * One attempt at a call: where it is certain that the server has done nothing, with a second connection; where it has
 * refused the credentials, with new ones.
 * @throws PerdureError that says whether another attempt is worth while
 */
export async function attempt<T>(
  pool: Pool,
  target: McpTarget,
  context: McpCallContext,
  failed: Omit<Failed, 'server' | 'timeout'>,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  let { secrets } = context;
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await pool.lend(target, secrets, context.signal as AbortSignal, use);
    } catch (error) {
      if (context.signal.aborted) throw context.signal.reason;
      if (isFirst && isNotConnected(error)) continue;
      if (isFirst && isUnauthorized(error)) {
        secrets = await context.refresh();
        continue;
      }
      throw toMcpError(error, { server: target.name, timeout: context.timeout, ...failed });
    }
  }
}

function isNotConnected(error: unknown): boolean {
  return !PerdureError.is(error) && wasNotDone(evidenceIn(error));
}

function isUnauthorized(error: unknown): boolean {
  if (PerdureError.is(error)) return error.code === 'Mcp.Unauthorized';
  const { status } = evidenceIn(error);
  return status === 401;
}
