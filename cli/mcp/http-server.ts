import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Refusal } from '../codec/refusal.js';
import { guardRequest, type HttpGuard } from './guard-request.js';
import { loadHttp, type Sdk } from './load-sdk.js';
import { createMcpServer } from './mcp-server.js';
import type { ToolSet } from './tool-set.js';

export const mcpPath = '/mcp';

type Transport = InstanceType<Awaited<ReturnType<typeof loadHttp>>>;

/**
 * Tools over streamable HTTP, without sessions: each request stands for itself, so that any number of these servers may
 * stand behind one address, and one that is started anew is not missed.
 */
export async function mcpHttpServer(sdk: Sdk, tools: ToolSet, guard: HttpGuard): Promise<Server> {
  const HttpTransport = await loadHttp();
  const open = (): Transport => new HttpTransport({ sessionIdGenerator: undefined });
  const server = createServer((request, response) => {
    respond(request, response, guard, () => answer(request, response, createMcpServer(sdk, tools), open())).catch(() =>
      response.destroy(),
    );
  });
  server.requestTimeout = 30_000;
  return server;
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  guard: HttpGuard,
  next: () => Promise<void>,
): Promise<void> {
  try {
    const headers = guardRequest(request, guard);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const path = (request.url ?? '').split('?')[0];
    if (path !== mcpPath) throw new Refusal(404, `The server is at ${mcpPath}.`);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    // No sessions, so there is nothing to listen to and nothing to delete.
    if (request.method !== 'POST') throw new Refusal(405, `${mcpPath} takes POST.`);
    await next();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refuse(request, response, error);
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  server: ReturnType<typeof createMcpServer>,
  transport: Transport,
): Promise<void> {
  // Whoever has gone waits for nothing any more; the run goes on.
  response.once('close', () => void server.close());
  await server.connect(transport);
  await transport.handleRequest(request, response);
}

function refuse(request: IncomingMessage, response: ServerResponse, { status, message }: Refusal): void {
  response.writeHead(status, {
    'Content-Type': 'application/json',
    ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
    ...(status === 405 && { Allow: 'POST, OPTIONS' }),
    // A body that is not read to its end leaves a connection that cannot be used again.
    ...(!request.complete && { Connection: 'close' }),
  });
  response.end(JSON.stringify({ jsonrpc: '2.0', error: { code: -32_000, message }, id: null }));
}
