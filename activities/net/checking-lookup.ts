import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { notPublic } from './address-refused.js';
import { specialKind } from './special-address.js';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Looks a name up: all its addresses. */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/** As every other program of the machine does it, its hosts file included. */
export const systemResolve: Resolve = (hostname) => lookup(hostname, { all: true });

/**
 * Looks names up for the connection itself. The addresses checked here are the ones that are connected to: nobody can
 * give a public address to a check and a private one to the connection (DNS rebinding). One address that is not public
 * refuses the name.
 */
export function checkingLookup(resolve: Resolve): LookupFunction {
  return (hostname, { all, family }, callback) => {
    const answer = async (): Promise<readonly ResolvedAddress[]> => {
      const found = await resolve(hostname);
      const kind = found.map(({ address }) => specialKind(address)).find((each) => each !== undefined);
      if (kind !== undefined) throw notPublic(hostname, kind);
      return family === 4 || family === 6 ? found.filter((each) => each.family === family) : found;
    };
    answer().then(
      (found) => {
        const [first] = found;
        if (first === undefined) callback(notFound(hostname), '', 0);
        else if (all === true) callback(null, [...found]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, '', 0),
    );
  };
}

function notFound(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`'${hostname}' has no address`), { code: 'ENOTFOUND' });
}
