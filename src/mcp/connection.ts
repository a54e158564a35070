import type { McpAuth } from './auth.js';
import { isSecret, type McpText } from './secret.js';

/** How a server is reached: frozen, times in milliseconds. Secrets are named in it, so it can be shown and compared. */
export type McpConnection = McpProcess | McpEndpoint;

interface Connected {
  readonly connectTimeout: number;
  /** Whether calls share a connection, or have one each. */
  readonly sharing: 'pooled' | 'per-call';
  /** A connection nobody has used for this long is closed. */
  readonly idleTimeout: number;
  /** Largest result, in bytes of JSON. */
  readonly maxResultBytes: number;
}

export interface McpProcess extends Connected {
  readonly kind: 'stdio';
  readonly command: readonly McpText[];
  readonly env: Readonly<Record<string, McpText>>;
  readonly cwd: string | undefined;
}

export interface McpEndpoint extends Connected {
  readonly kind: 'http';
  readonly url: McpText;
  readonly auth: McpAuth | undefined;
  readonly headers: Readonly<Record<string, McpText>>;
}

/** The names of all secrets a connection needs, each once. */
export function secretsOf(connection: McpConnection): string[] {
  const values =
    connection.kind === 'stdio'
      ? [...connection.command, ...Object.values(connection.env)]
      : [connection.url, ...Object.values(connection.headers), ...authValues(connection.auth)];
  return [...new Set(values.filter(isSecret).map(({ secret }) => secret))];
}

function authValues(auth: McpAuth | undefined): McpText[] {
  if (auth === undefined) return [];
  return auth.kind === 'bearer' ? [auth.token] : [auth.clientId, auth.clientSecret];
}
