import { lostConnection } from './lost-connection.js';

/**
 * A response's body as it comes. Leaving the loop closes the connection.
 * @param who the provider, for messages
 * @throws PerdureError `Model.Unavailable` if the connection breaks; or the signal's reason
 */
export async function* readText(who: string, { body }: Response, signal: AbortSignal): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  try {
    for await (const bytes of body ?? []) yield decoder.decode(bytes, { stream: true });
  } catch (error) {
    signal.throwIfAborted();
    throw lostConnection(`${who} broke the connection in the middle of its reply`, error);
  }
  signal.throwIfAborted();
}
