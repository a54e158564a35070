import { openCall } from './open-call.js';

/** A reply larger than this is not read to its end, in bytes. */
const longestReply = 64 * 1024 * 1024;

/** How long the parts of an answer that has ended may take to arrive. In milliseconds. */
const settling = 100;

type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/**
 * The `fetch` of one server. Headers go to the server's own origin only. The SDK does not notice an answer that breaks off
 * without a way to take it up again, so this does.
 */
export function serverFetch(server: URL, headers: Readonly<Record<string, string>>): Fetch {
  return async (url, init = {}) => {
    const given = new Headers(init.headers);
    if (new URL(url).origin === server.origin) {
      for (const [name, value] of Object.entries(headers)) given.set(name, value);
    }
    const response = await fetch(url, { ...init, headers: given });
    if (init.method !== 'POST' || !response.ok || response.body === null) return response;
    const isStream = response.headers.get('content-type')?.includes('text/event-stream') === true;
    const { status, statusText, headers: received } = response;
    return new Response(response.body.pipeThrough(watched(isStream)), { status, statusText, headers: received });
  };
}

function watched(isStream: boolean): TransformStream<Uint8Array, Uint8Array> {
  const call = openCall.getStore();
  const decoder = new TextDecoder();
  let size = 0;
  let canResume = false;
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.length;
      if (size > longestReply) return controller.error(new Error(`The reply is larger than ${longestReply} bytes.`));
      // An event with an id can be asked for again.
      if (isStream && !canResume) {
        canResume = /(^|\n)id:/.test(decoder.decode(chunk));
        if (canResume && call) call.canResume = true;
      }
      controller.enqueue(chunk);
    },
    flush() {
      if (!isStream || canResume || !call) return;
      setTimeout(() => call.lostBy('the server ended its answer before it was complete'), settling).unref();
    },
  });
}
