/** One request on the way to a response. */
export interface PublicRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | Uint8Array | undefined;
}

const redirects: readonly number[] = [301, 302, 303, 307, 308];
/** Headers that say nothing about who asks. All others stay with the origin they were meant for. */
const harmless: readonly string[] = ['accept', 'accept-language', 'content-type', 'user-agent'];

/** Where a response sends its reader; `undefined` where it is an answer. */
export function redirectTarget(status: number, location: string | null, from: URL): URL | undefined {
  if (!redirects.includes(status) || location === null) return undefined;
  return URL.parse(location, from.href) ?? undefined;
}

/** The request that follows a redirect, as browsers make it, and stricter with credentials. */
export function nextRequest(
  { url: from, method, headers, body }: PublicRequest,
  status: number,
  url: URL,
): PublicRequest {
  const becomesGet = (status === 303 && method !== 'HEAD') || ((status === 301 || status === 302) && method === 'POST');
  const isSameOrigin = url.origin === from.origin;
  const kept = [...headers]
    .filter(([name]) => isSameOrigin || harmless.includes(name))
    .filter(([name]) => !becomesGet || !name.startsWith('content-'));
  return {
    url,
    method: becomesGet ? 'GET' : method,
    headers: new Headers(kept),
    body: becomesGet ? undefined : body,
  };
}
