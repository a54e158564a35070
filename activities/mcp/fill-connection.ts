import { PerdureError } from '../../src/errors.js';
import type { McpEndpoint, McpProcess } from '../../src/mcp/connection.js';
import { isSecret, isVariable, type McpText } from '../../src/mcp/secret.js';
import type { ProcessSettings } from './stdio-transport.js';

type Secrets = Readonly<Record<string, string>>;

/** How a program is started, with the values of its secrets. Never shown, logged or thrown. */
export function fillProcess({ command, env, cwd }: McpProcess, secrets: Secrets): ProcessSettings {
  return { command: command.map((part) => fill(part, secrets)), env: fillAll(env, secrets), cwd };
}

export interface EndpointSettings {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly client:
    | { readonly clientId: string; readonly clientSecret: string; readonly expectedIssuer: string; scope?: string }
    | undefined;
}

export function fillEndpoint({ url, headers, auth }: McpEndpoint, secrets: Secrets): EndpointSettings {
  const token: Record<string, string> =
    auth?.kind === 'bearer' ? { authorization: `Bearer ${fill(auth.token, secrets)}` } : {};
  return {
    url: fill(url, secrets),
    headers: { ...fillAll(headers, secrets), ...token },
    client:
      auth?.kind === 'client-credentials'
        ? {
            clientId: fill(auth.clientId, secrets),
            clientSecret: fill(auth.clientSecret, secrets),
            expectedIssuer: auth.issuer,
            ...(auth.scope !== undefined && { scope: auth.scope }),
          }
        : undefined,
  };
}

function fillAll(values: Readonly<Record<string, McpText>>, secrets: Secrets): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fill(value, secrets)]));
}

/** @throws PerdureError `Mcp.VariableMissing` */
function fill(value: McpText, secrets: Secrets): string {
  if (isSecret(value)) return secrets[value.secret] ?? '';
  if (!isVariable(value)) return value;
  const found = process.env[value.variable];
  if (found !== undefined) return found;
  throw new PerdureError({
    code: 'Mcp.VariableMissing',
    message: `The environment variable ${value.variable}, which the definition of an MCP server names, is not set where the worker runs.`,
    details: { variable: value.variable },
  });
}
