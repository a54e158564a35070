import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { PayloadCodec } from '@temporalio/common';
import { PerdureError } from '../../src/errors.js';
import { allowOrigin } from './allow-origin.js';
import { fromJson, toJson } from './payloads-json.js';
import { bodyLimit, readBody } from './read-body.js';
import { Refusal } from './refusal.js';
import { requireToken } from './require-token.js';

export interface CodecServerOptions {
  readonly codec: PayloadCodec;
  /** What callers must send as bearer token; `undefined`: nothing. */
  readonly token: string | undefined;
  /** Where the Web UI is served: `http://localhost:8233`. */
  readonly origins: readonly string[];
  /** Largest body in bytes. Default 32 MiB. */
  readonly limit?: number;
}

type Headers = Record<string, string>;

/**
 * Temporal's remote codec protocol: `POST /decode` and `POST /encode` with payloads as JSON, at any path before. What
 * it works on is told to the caller and to nobody else: it has no log.
 */
export function codecServer(options: CodecServerOptions): Server {
  const server = createServer((request, response) => void respond(request, response, options));
  server.requestTimeout = 30_000;
  return server;
}

async function respond(request: IncomingMessage, response: ServerResponse, options: CodecServerOptions): Promise<void> {
  let headers: Headers = {};
  try {
    headers = allowOrigin(request, options.origins);
    if (request.method === 'OPTIONS') return end(response, 204, headers, '');
    end(response, 200, headers, await answer(request, options));
  } catch (error) {
    const { status, message } = toRefusal(error);
    // A body that is not read to its end leaves a connection that cannot be used again.
    if (!request.complete) headers = { ...headers, Connection: 'close' };
    end(response, status, headers, JSON.stringify({ message }));
  }
}

async function answer(request: IncomingMessage, { codec, token, limit }: CodecServerOptions): Promise<string> {
  const work = /\/(encode|decode)\/?$/.exec((request.url ?? '').split('?')[0] ?? '')?.[1];
  if (work === undefined) throw new Refusal(404, 'There are POST /decode and POST /encode.');
  if (request.method !== 'POST') throw new Refusal(405, `/${work} takes POST.`);
  requireToken(request.headers.authorization, token);
  const payloads = fromJson(await readBody(request, limit ?? bodyLimit));
  return toJson(work === 'encode' ? await codec.encode(payloads) : await codec.decode(payloads));
}

function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (PerdureError.is(error)) return new Refusal(422, `${error.code}: ${error.message}`);
  return new Refusal(500, 'The codec failed.');
}

function end(response: ServerResponse, status: number, headers: Headers, body: string): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    ...headers,
    'Cache-Control': 'no-store',
    ...(body && { 'Content-Type': 'application/json' }),
  });
  response.end(body);
}
