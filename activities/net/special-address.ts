import ipaddr from 'ipaddr.js';

/** Today's public IPv6 addresses; all else is for special purposes, such as IPv4 addresses in another dress. */
const globalIPv6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * What kind of address it is, where it is none of the public internet: `private`, `loopback`, `linkLocal` (where clouds
 * hand out credentials), …; `undefined` for a public one. Text that is no address counts as not public.
 */
export function specialKind(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range !== 'unicast') return range;
  return parsed instanceof ipaddr.IPv6 && !parsed.match(globalIPv6) ? 'reserved' : undefined;
}
