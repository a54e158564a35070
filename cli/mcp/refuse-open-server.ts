import { PerdureError } from '../../src/errors.js';
import { isLoopback } from '../codec/refuse-open-door.js';

/**
 * A server that other machines reach starts runs for everybody, unless it asks for a token.
 * @throws PerdureError `Mcp.TokenRequired`
 */
export function refuseOpenServer(host: string, token: string | undefined): void {
  if (token !== undefined || isLoopback(host)) return;
  throw new PerdureError({
    code: 'Mcp.TokenRequired',
    message: `At ${host} other machines could start and answer runs. Set PERDURE_MCP_TOKEN, or listen on 127.0.0.1.`,
  });
}
