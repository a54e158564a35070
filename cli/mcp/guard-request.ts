import type { IncomingMessage } from 'node:http';
import { Refusal } from '../codec/refusal.js';
import { requireToken } from '../codec/require-token.js';

export interface HttpGuard {
  /** What callers must send as bearer token; `undefined`: nothing, for programs of this machine. */
  readonly token: string | undefined;
  /** Web pages that may call, as their browser says their origin. */
  readonly origins: readonly string[];
}

/** How programs of this machine name it, with or without a port. */
const local = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * Lets in who may come. A page in the browser of somebody on this machine could call it too: it says its origin, or,
 * where its own name was made to lead here (DNS rebinding), that name as the host.
 * @returns headers for the answer, without which a browser keeps it from the page
 * @throws Refusal
 */
export function guardRequest(
  { method, headers }: IncomingMessage,
  { token, origins }: HttpGuard,
): Record<string, string> {
  const { host, origin, authorization } = headers;
  if (token === undefined && !local.test(host ?? '')) {
    throw new Refusal(403, `This server answers for localhost only, not for '${host ?? ''}'.`);
  }
  if (origin !== undefined && !origins.some((known) => known.replace(/\/+$/, '') === origin)) {
    throw new Refusal(403, `Pages of ${origin} may not use this server. Name them with --origin.`);
  }
  // A browser asks first, and sends the token only with what it was allowed.
  if (method !== 'OPTIONS') requireToken(authorization, token, 'MCP server');
  return origin === undefined ? {} : allow(origin, headers['access-control-request-headers']);
}

function allow(origin: string, headers: string | undefined): Record<string, string> {
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Methods': 'POST, OPTIONS',
    'Access-Control-Allow-Headers': headers ?? 'Content-Type, Authorization, Mcp-Protocol-Version',
    'Access-Control-Expose-Headers': 'Mcp-Protocol-Version',
    'Access-Control-Max-Age': '600',
    Vary: 'Origin, Access-Control-Request-Headers',
  };
}
