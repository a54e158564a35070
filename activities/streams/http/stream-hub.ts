import { once, setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PerdureError } from '../../../src/errors.js';
import type { StreamChannel } from '../../../src/ports/stream-channel.js';
import { inProcessStream } from '../in-process-stream.js';
import { type Admission, admitPublisher, admitViewer, allowOrigin } from './admit.js';
import { isLoopback } from './is-loopback.js';
import { Refusal } from './refusal.js';
import { RunEnds, type RunSource } from './run-ends.js';
import { serveStream } from './serve-stream.js';
import { takeFrames } from './take-frames.js';

export interface StreamHubOptions {
  /** Where frames go and come from. Default: this process's memory. */
  readonly channel?: StreamChannel;
  /** What workers and viewers must send as `Authorization: Bearer …`. Without it the hub serves its own machine only. */
  readonly token?: string;
  /** Pages that may watch: `https://app.example.com`. Default: those of the hub's own address and, without a token, of this machine. */
  readonly origins?: readonly string[];
  /** Who may watch a run without the token: browsers cannot send it, but they send cookies. Default: nobody. */
  readonly mayWatch?: (request: IncomingMessage, run: string) => boolean | Promise<boolean>;
  /** What `connect` gave: streams then end with their runs. Default: they end when their viewer leaves. */
  readonly app?: RunSource;
}

export interface ListenOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** Default `127.0.0.1`. Another one needs a token. */
  readonly host?: string;
}

export interface ListeningHub {
  /** For `httpStream`, `PERDURE_STREAM` and browsers. */
  readonly url: string;
  /** Ends all streams; their viewers connect again when a hub is there. */
  readonly close: () => Promise<void>;
}

export interface StreamHub {
  /** For any HTTP server, at any path: `createServer(hub.handler)`, `express().use('/agents', hub.handler)`. */
  readonly handler: (request: IncomingMessage, response: ServerResponse, next?: () => void) => void;
  /** @throws PerdureError `Stream.TokenRequired`, `Server.PortTaken` */
  readonly listen: (options?: ListenOptions) => Promise<ListeningHub>;
}

/**
 * Streams over HTTP: `GET /runs/<id>/stream` is a run as server-sent events, `POST /runs/<id>/frames` takes what workers
 * show (`httpStream`).
 *
 * ```ts
 * const hub = streamHub({ channel: postgresStream(url), token });
 * const { url } = await hub.listen({ port: 8235 });
 * ```
 */
export function streamHub(options: StreamHubOptions = {}): StreamHub {
  // Another server ends its own connections.
  const { signal: closing } = new AbortController();
  setMaxListeners(0, closing);
  const parts: Parts = {
    channel: options.channel ?? inProcessStream(),
    admission: { token: options.token, origins: options.origins ?? [], mayWatch: options.mayWatch },
    ends: new RunEnds(options.app),
    closing,
  };
  return {
    handler: (request, response, next) => void respond(request, response, parts, next),
    listen: (where) => listen(parts, where),
  };
}

interface Parts {
  readonly channel: StreamChannel;
  readonly admission: Admission;
  readonly ends: RunEnds;
  readonly closing: AbortSignal;
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  parts: Parts,
  next?: () => void,
): Promise<void> {
  let headers: Record<string, string> = {};
  try {
    const place = /^(?:[^?]*)\/runs\/([^/?]+)\/(stream|frames)\/?(?:\?|$)/.exec(request.url ?? '');
    if (place === null) {
      if (next) return next();
      throw new Refusal(404, 'There are GET /runs/<id>/stream and POST /runs/<id>/frames.');
    }
    const [, id = '', what] = place;
    const run = decode(id);
    headers = allowOrigin(request, parts.admission);
    if (request.method === 'OPTIONS') return void response.writeHead(204, headers).end();
    if (what === 'frames') {
      if (request.method !== 'POST') throw new Refusal(405, 'Frames are sent with POST.');
      admitPublisher(request, parts.admission);
      await takeFrames(request, run, parts.channel);
      return void response.writeHead(204).end();
    }
    if (request.method !== 'GET') throw new Refusal(405, 'A stream is read with GET.');
    await admitViewer(request, run, parts.admission);
    const { channel, ends, closing } = parts;
    await serveStream(request, response, { run, channel, headers, ends, closing });
  } catch (error) {
    refuse(request, response, headers, error);
  }
}

function decode(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    throw new Refusal(400, 'The id of the run is not encoded as in a URL.');
  }
}

function refuse(request: IncomingMessage, response: ServerResponse, headers: object, error: unknown): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  const isPassing = PerdureError.is(error) && error.retryable;
  const status = error instanceof Refusal ? error.status : isPassing ? 503 : 500;
  const message = error instanceof Refusal ? error.message : 'The channel of the hub failed.';
  // A body that is not read to its end leaves a connection that cannot be used again.
  const connection = request.complete ? {} : { Connection: 'close' };
  response.writeHead(status, { ...headers, ...connection, 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ message }));
}

async function listen(parts: Parts, { port = 0, host = '127.0.0.1' }: ListenOptions = {}): Promise<ListeningHub> {
  if (parts.admission.token === undefined && !isLoopback(host)) throw tokenRequired(host);
  const closing = new AbortController();
  // One of each viewer; more than ten are no leak.
  setMaxListeners(0, closing.signal);
  const server = createServer(
    (request, response) => void respond(request, response, { ...parts, closing: closing.signal }),
  );
  server.listen(port, host);
  await once(server, 'listening').catch((cause: unknown) => {
    throw (cause as NodeJS.ErrnoException).code === 'EADDRINUSE' ? portTaken(host, port, cause) : cause;
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    async close() {
      closing.abort();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function tokenRequired(host: string): PerdureError {
  return new PerdureError({
    code: 'Stream.TokenRequired',
    message: `At ${host} other machines could read and write streams. Give streamHub a token, or listen on 127.0.0.1.`,
    details: { host },
  });
}

function portTaken(host: string, port: number, cause: unknown): PerdureError {
  return new PerdureError({
    code: 'Server.PortTaken',
    message: `Port ${port} of ${host} is taken. Choose another one, or none for a free one.`,
    details: { port },
    cause,
  });
}
