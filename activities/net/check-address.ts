import { isIP } from 'node:net';
import { PerdureError } from '../../src/errors.js';
import { addressRefused, notPublic } from './address-refused.js';
import type { AllowedHosts } from './allowed-hosts.js';
import { specialKind } from './special-address.js';

export interface CheckedAddress {
  readonly url: URL;
  /** Named by the program: it may be private. */
  readonly isAllowed: boolean;
}

/**
 * What can be said of an address before its name is looked up. The parser has made one form of all the ways to write an
 * address by then: `0x7f.1`, `2130706433` and `017700000001` are `127.0.0.1`.
 * @throws PerdureError `Net.InvalidUrl`, `Net.AddressRefused`
 */
export function checkAddress(given: string | URL, allow: AllowedHosts): CheckedAddress {
  const url = URL.parse(String(given));
  if (url === null) {
    throw new PerdureError({
      code: 'Net.InvalidUrl',
      message: `'${shorten(String(given))}' is no absolute URL. Write one such as https://example.com/page.`,
    });
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw addressRefused(`${url.protocol}${url.host && `//${url.host}`}`, 'only http and https addresses are asked.');
  }
  if (url.username !== '' || url.password !== '') {
    throw addressRefused(url.host, 'it has a user name or a password in it. Send credentials in a header.');
  }
  const isAllowed = allow(url);
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  const kind = isIP(literal) === 0 ? undefined : specialKind(literal);
  if (kind !== undefined && !isAllowed) throw notPublic(url.host, kind);
  return { url, isAllowed };
}

/** A URL may have a secret in its query, and a mistake may be long. */
function shorten(text: string): string {
  return text.replace(/[?#].*$/s, '').slice(0, 200);
}
