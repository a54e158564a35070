import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { comesFromHere, hostOf, isLoopback } from './is-loopback.js';
import { Refusal } from './refusal.js';

export interface Admission {
  readonly token: string | undefined;
  readonly origins: readonly string[];
  readonly mayWatch: ((request: IncomingMessage, run: string) => boolean | Promise<boolean>) | undefined;
}

/** @throws Refusal for a publisher that has no token, or that is a page in a browser */
export function admitPublisher(request: IncomingMessage, { token }: Admission): void {
  // Browsers say where a page is from; workers are from nowhere.
  if (request.headers.origin !== undefined) throw new Refusal(403, 'Pages do not publish frames.');
  requireToken(request, token);
}

/** @throws Refusal for a viewer without the token whom the owner does not know either */
export async function admitViewer(request: IncomingMessage, run: string, admission: Admission): Promise<void> {
  const { token, mayWatch } = admission;
  if (mayWatch === undefined || (token !== undefined && hasToken(request, token))) return requireToken(request, token);
  if (!(await mayWatch(request, run))) throw new Refusal(403, 'You may not watch this run.');
}

/**
 * What a browser must be told so that a page may read the answer.
 * @throws Refusal for pages of an origin nobody has named
 */
export function allowOrigin(request: IncomingMessage, { token, origins }: Admission): Record<string, string> {
  const { origin, host } = request.headers;
  if (origin === undefined) return {};
  // A page under development is served from this machine, at a port of its own.
  const isAtHome = token === undefined && comesFromHere(request) && isLoopback(hostOf(origin));
  const isSame = origin === `http://${host}` || origin === `https://${host}`;
  if (!isAtHome && !isSame && !origins.some((known) => known.replace(/\/+$/, '') === origin)) {
    throw new Refusal(403, `Pages of ${origin} may not watch here. Name them in the option origins.`);
  }
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Methods': 'GET, OPTIONS',
    'Access-Control-Allow-Headers': 'Authorization, Last-Event-ID',
    'Access-Control-Allow-Credentials': 'true',
    Vary: 'Origin',
  };
}

function requireToken(request: IncomingMessage, token: string | undefined): void {
  if (token === undefined) {
    if (comesFromHere(request)) return;
    throw new Refusal(403, 'This hub has no token, so it serves its own machine only.');
  }
  if (!hasToken(request, token)) throw new Refusal(401, 'This hub needs the header "Authorization: Bearer <token>".');
}

/** How long it takes says nothing about the token. */
function hasToken({ headers }: IncomingMessage, token: string): boolean {
  return timingSafeEqual(digest(headers.authorization ?? ''), digest(`Bearer ${token}`));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
