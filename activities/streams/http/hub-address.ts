import { invalidStreamOptions, placeOf } from '../stream-error.js';

/** Where a hub is, and what opens it. */
export interface HubAddress {
  /** For people. */
  readonly place: string;
  readonly headers: Readonly<Record<string, string>>;
  url(this: void, run: string, what: 'stream' | 'frames'): URL;
}

/** @throws PerdureError `Stream.InvalidOptions` */
export function hubAddress(text: string, token: string | undefined): HubAddress {
  if (!URL.canParse(text) || !/^https?:\/\//.test(text)) {
    throw invalidStreamOptions('httpStream needs the URL of a hub, such as http://127.0.0.1:8235.');
  }
  const base = new URL(text);
  if (base.username !== '' || base.password !== '') {
    throw invalidStreamOptions('The URL of a stream hub has no user and password; give its token as the option token.');
  }
  const place = placeOf(base);
  return {
    place,
    headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
    url: (run, what) => new URL(`${place}/runs/${encodeURIComponent(run)}/${what}`),
  };
}
