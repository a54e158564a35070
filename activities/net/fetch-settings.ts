import { OptionProblems } from '../../src/definition/check-options.js';
import { positiveTime } from '../../src/definition/positive-time.js';
import type { Duration } from '../../src/duration.js';
import { type AllowedHosts, allowedHosts } from './allowed-hosts.js';
import type { BodyLimit } from './public-response.js';

export interface PublicFetchOptions {
  /** Default `GET`. */
  readonly method?: string;
  /** Sent to the first origin; a redirect to another one takes only `accept`, `accept-language`, `content-type`, `user-agent` along. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Largest body in bytes, after decompression. Default 5,000,000. */
  readonly maxBytes?: number;
  /** What happens to a larger one: `'fail'` (default), or `'truncate'` for its beginning. */
  readonly onTooLarge?: 'fail' | 'truncate';
  /** Time for everything: looking up, redirects, the whole body. Default `'30s'`. */
  readonly timeout?: Duration;
  /** How many redirects are followed. Default 5; with 0 a redirect is the answer. */
  readonly maxRedirects?: number;
  /**
   * Hosts that may be reached although they are not on the public internet: `'wiki.example'`, or with one port only
   * `'10.0.0.7:8080'`. Public hosts need no entry. Never take one from a model or a user.
   */
  readonly allow?: readonly string[];
  /** Ends the request; in a task's body `taskContext().signal`. */
  readonly signal?: AbortSignal;
}

export interface FetchSettings extends BodyLimit {
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | Uint8Array | undefined;
  readonly timeout: number;
  readonly maxRedirects: number;
  readonly allow: AllowedHosts;
  readonly signal: AbortSignal | undefined;
}

const known = [
  'method',
  'headers',
  'body',
  'maxBytes',
  'onTooLarge',
  'timeout',
  'maxRedirects',
  'allow',
  'signal',
] as const satisfies readonly (keyof PublicFetchOptions)[];

/** They decide where a request goes and where it ends, which is not a caller's business here. */
const ownHeaders: readonly string[] = ['connection', 'content-length', 'host', 'te', 'transfer-encoding', 'upgrade'];

/** @throws PerdureError `Net.InvalidOptions` with every problem */
export function fetchSettings(options: PublicFetchOptions): FetchSettings {
  const problems = new OptionProblems('publicFetch', 'Net.InvalidOptions', 'cannot make the request');
  problems.unknown(options, known);
  const { maxBytes = 5_000_000, maxRedirects = 5, method = 'GET', onTooLarge = 'fail' } = options;
  if (!Number.isInteger(maxBytes) || maxBytes < 1) problems.add('maxBytes must be a whole number from 1');
  if (!Number.isInteger(maxRedirects) || maxRedirects < 0) problems.add('maxRedirects must be a whole number from 0');
  if (!/^[A-Za-z]+$/.test(method)) problems.add('method must be a word such as GET');
  if (!['fail', 'truncate'].includes(onTooLarge)) problems.add("onTooLarge must be 'fail' or 'truncate'");
  const headers = problems.attempt(() => new Headers(options.headers)) ?? new Headers();
  for (const name of ownHeaders) if (headers.has(name)) problems.add(`the header '${name}' cannot be set`);
  if (!headers.has('user-agent')) headers.set('user-agent', 'perdure');
  const allow = problems.attempt(() => allowedHosts(options.allow ?? [])) ?? (() => false);
  const timeout = positiveTime(options.timeout, 'timeout', problems) ?? 30_000;
  problems.throwAny();
  const { body, signal } = options;
  return { method: method.toUpperCase(), headers, body, maxBytes, onTooLarge, timeout, maxRedirects, allow, signal };
}
