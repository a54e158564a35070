import { limitedFetch } from './limited-fetch.js';
import { lostConnection } from './lost-connection.js';

export interface Post {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly signal: AbortSignal;
  /** Default: the platform's own. */
  readonly fetch: typeof fetch | undefined;
}

/**
 * Sends a request; whatever status it is answered with is for the caller to judge.
 * @param who the provider, for messages
 * @throws PerdureError `Model.Unavailable`; or the signal's reason
 */
export async function postJson(who: string, { url, headers, body, signal, fetch: own }: Post): Promise<Response> {
  try {
    return await limitedFetch(own)(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal,
      // Another host would be sent the key.
      redirect: 'error',
    });
  } catch (error) {
    signal.throwIfAborted();
    throw lostConnection(`${who} cannot be reached at ${url.origin}`, error);
  }
}
