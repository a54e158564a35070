import { PerdureError } from '../../src/errors.js';

/**
 * An address nobody may be sent to. It is told to who chose it, often a model: so it names what was asked for, and never
 * the address behind a name of an internal network.
 */
export function addressRefused(host: string, reason: string): PerdureError {
  return new PerdureError({
    code: 'Net.AddressRefused',
    message: `A request to '${host}' was refused: ${reason}`,
    details: { host },
  });
}

/** The same for an address outside of the public internet. */
export function notPublic(host: string, kind: string): PerdureError {
  return addressRefused(
    host,
    `it is not on the public internet (${kind}). If it is meant to be reached, name it in 'allow'.`,
  );
}
