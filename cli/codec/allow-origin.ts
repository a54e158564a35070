import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.js';

/**
 * What a browser must be told so that the Web UI may read the answer. Programs that are no browser name no origin.
 * @throws Refusal for pages of another origin: they must not have anything decrypted behind their reader's back
 */
export function allowOrigin({ headers }: IncomingMessage, origins: readonly string[]): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined) return {};
  if (!origins.some((known) => known.replace(/\/+$/, '') === origin)) {
    throw new Refusal(403, `Pages of ${origin} may not use this codec endpoint. Name them with --ui-origin.`);
  }
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Methods': 'POST, OPTIONS',
    'Access-Control-Allow-Headers':
      headers['access-control-request-headers'] ?? 'Content-Type, X-Namespace, Authorization',
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Max-Age': '600',
    Vary: 'Origin, Access-Control-Request-Headers',
    // The Web UI of a cloud asks a program on the reader's own machine.
    ...(headers['access-control-request-private-network'] && { 'Access-Control-Allow-Private-Network': 'true' }),
  };
}
