import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** What one request is answered with: exactly one of `json`, `sse`, `lines` and `text`, piece by piece. */
export interface WireAnswer {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** Server-sent events: a value is sent as JSON in `data`, a `{ event, data }` with its event's name. */
  readonly sse?: readonly unknown[];
  /** JSON values, one per line. */
  readonly lines?: readonly unknown[];
  readonly text?: string;
  /** Milliseconds before anything is answered, headers included. */
  readonly delay?: number;
  /** Milliseconds before each piece. */
  readonly pace?: number;
  /** What comes after the last piece: a proper end, a connection that breaks, or silence. Default `'end'`. */
  readonly ending?: 'end' | 'drop' | 'silence';
}

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The body as sent. */
  readonly text: string;
  /** The body as JSON, where it is. */
  readonly body: unknown;
  /** Resolves when the caller has gone away or got everything. */
  readonly closed: Promise<void>;
}

/** A loopback HTTP server that answers as it is told and keeps every request as it came. */
export interface WireServer {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly requests: readonly WireRequest[];
  /** Appends answers; each request takes the next. A request without one is answered 599 and says so. */
  answer(...answers: readonly WireAnswer[]): void;
  close(): Promise<void>;
}

/** Starts a server for tests of everything that speaks HTTP: model providers, webhooks, tools. */
export async function startWireServer(): Promise<WireServer> {
  const requests: WireRequest[] = [];
  const answers: WireAnswer[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const closed = once(response, 'close').then(() => undefined);
    const { method = '', url = '', headers } = request;
    requests.push({ method, path: url, headers, text, body: parsed(text), closed });
    await send(response, answers.shift() ?? { status: 599, json: { error: 'The wire server has no answer left.' } });
  };
  // A caller that goes away in the middle is what some tests are about.
  const server = createServer((request, response) => void receive(request, response).catch(() => response.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (...more) => void answers.push(...more),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function send(response: ServerResponse, answer: WireAnswer): Promise<void> {
  const { status = 200, headers, delay, pace, ending = 'end' } = answer;
  if (delay !== undefined) await setTimeout(delay);
  const { type, pieces } = piecesOf(answer);
  response.writeHead(status, { 'content-type': type, ...headers });
  response.flushHeaders();
  for (const piece of pieces) {
    if (pace !== undefined) await setTimeout(pace);
    // The other side may be gone, which is what some tests are about.
    if (response.destroyed) return;
    response.write(piece);
  }
  if (ending === 'end') response.end();
  // What was written has to be on its way before the connection breaks.
  else if (ending === 'drop') response.write('', () => setImmediate(() => response.destroy()));
}

function piecesOf({ json, sse, lines, text }: WireAnswer): { type: string; pieces: readonly string[] } {
  if (sse) return { type: 'text/event-stream', pieces: sse.map(eventText) };
  if (lines) return { type: 'application/x-ndjson', pieces: lines.map((line) => `${JSON.stringify(line)}\n`) };
  if (text !== undefined) return { type: 'text/html', pieces: [text] };
  return { type: 'application/json', pieces: [JSON.stringify(json ?? {})] };
}

function eventText(value: unknown): string {
  if (typeof value === 'string') return `data: ${value}\n\n`;
  const { event, data } = value as { readonly event?: unknown; readonly data?: unknown };
  if (typeof event === 'string' && data !== undefined) return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  return `data: ${JSON.stringify(value)}\n\n`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
