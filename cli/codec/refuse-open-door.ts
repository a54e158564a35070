import { isIP } from 'node:net';
import { PerdureError } from '../../src/errors.js';

/**
 * An endpoint that other machines reach decrypts for everybody, unless it asks for a token.
 * @throws PerdureError `Codec.TokenRequired`
 */
export function refuseOpenDoor(host: string, token: string | undefined): void {
  if (token !== undefined || isLoopback(host)) return;
  throw new PerdureError({
    code: 'Codec.TokenRequired',
    message: `At ${host} other machines could have everything decrypted. Set PERDURE_CODEC_TOKEN, or listen on 127.0.0.1.`,
  });
}

/** Whether only programs of this machine can reach an address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
