import { PerdureError } from '../errors.js';
import { isSecret, type McpText, type SecretReference } from './secret.js';

/** How a server reached by HTTP learns who calls. */
export type McpAuth = BearerAuth | ClientCredentialsAuth;

export interface BearerAuth {
  readonly kind: 'bearer';
  readonly token: SecretReference;
}

export interface ClientCredentialsAuth extends ClientCredentials {
  readonly kind: 'client-credentials';
}

export interface ClientCredentials {
  readonly clientId: McpText;
  readonly clientSecret: SecretReference;
  /** URL of the authorization server the credentials belong to: they are sent nowhere else. */
  readonly issuer: string;
  /** What is asked for, words with blanks between. Default: the server's own. */
  readonly scope?: string;
}

/**
 * A token that is sent with every request, from a secret.
 * @throws PerdureError `Mcp.InvalidOptions`
 */
export function bearer(token: SecretReference): BearerAuth {
  if (!isSecret(token)) {
    throw invalid("bearer() takes the name of a secret, bearer(secret('CRM_TOKEN')), and never the token itself");
  }
  return Object.freeze({ kind: 'bearer', token });
}

/**
 * OAuth for programs, without a person: the worker gets tokens, and new ones when they expire.
 * @throws PerdureError `Mcp.InvalidOptions`
 */
export function clientCredentials(credentials: ClientCredentials): ClientCredentialsAuth {
  const { clientId, clientSecret, issuer } = credentials;
  if (!isSecret(clientSecret)) {
    throw invalid("clientCredentials() takes the name of a secret as clientSecret: secret('CRM_SECRET')");
  }
  if (!isSecret(clientId) && (typeof clientId !== 'string' || clientId === '')) {
    throw invalid('clientCredentials() needs a clientId, as a text or a secret');
  }
  if (typeof issuer !== 'string' || issuer === '') {
    throw invalid(
      "clientCredentials() needs the issuer, the URL of the authorization server: without it the MCP server would say who gets the client's secret",
    );
  }
  return Object.freeze({ ...credentials, kind: 'client-credentials' });
}

function invalid(problem: string): PerdureError {
  return new PerdureError({ code: 'Mcp.InvalidOptions', message: `${problem}.` });
}
