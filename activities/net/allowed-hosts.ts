import { PerdureError } from '../../src/errors.js';

/** Says whether a URL's host was named by the program as one that may be private. */
export type AllowedHosts = (url: URL) => boolean;

interface Entry {
  readonly hostname: string;
  readonly port: string | undefined;
}

/**
 * Hosts as people write them: `wiki.example`, `wiki.example:8080`, `10.0.0.7`, `[fd00::7]:80`. With a port, that port
 * only.
 * @throws PerdureError `Net.InvalidOptions`
 */
export function allowedHosts(hosts: readonly string[]): AllowedHosts {
  const entries = hosts.map(toEntry);
  return (url) =>
    entries.some(({ hostname, port }) => hostname === url.hostname && (port ?? portOf(url)) === portOf(url));
}

function toEntry(host: string): Entry {
  // The parser of URLs writes hosts the same way here as in the address that is compared.
  const url = URL.parse(`http://${host}`);
  const isHostOnly = url && url.href === `${url.protocol}//${url.host}/` && !/[/?#*\\]/.test(host);
  if (!isHostOnly) {
    throw new PerdureError({
      code: 'Net.InvalidOptions',
      message: `allow: '${host}' is no host. Write a name or an address, with a port if only that one is meant: 'wiki.example', '10.0.0.7:8080'.`,
    });
  }
  return { hostname: url.hostname, port: /:(\d+)$/.exec(host.replace(/^\[.*\]/, ''))?.[1] };
}

function portOf({ port, protocol }: URL): string {
  return port || (protocol === 'https:' ? '443' : '80');
}
