import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';

/** What the server does with the next call of a tool, instead of answering. */
type Trouble = { readonly status: number } | 'break' | 'end' | { readonly when: Promise<void> };

export interface HttpServer {
  readonly url: string;
  /** Tokens that are accepted; empty: nobody is asked. */
  readonly tokens: Set<string>;
  /** What was asked: `tools/call` and the like, with the token. */
  readonly asked: { readonly method: string; readonly token: string | undefined; readonly headers: object }[];
  /** How often the tool `effect` has run. */
  effects: number;
  readonly troubles: Trouble[];
  /** What it says of who gives tokens for it. */
  resource: object | undefined;
  sessions(): number;
  /** As a restart does. */
  forgetSessions(): void;
  close(): Promise<void>;
}

const inputSchema = { type: 'object' as const };
const tools = [
  { name: 'effect', inputSchema },
  { name: 'look', inputSchema, annotations: { readOnlyHint: true } },
  { name: 'who', inputSchema, annotations: { readOnlyHint: true } },
];

/** A server by Streamable HTTP, with sessions, on loopback; troubles can be ordered. */
export async function startHttpServer(port = 0): Promise<HttpServer> {
  const transports = new Map<string, StreamableHTTPServerTransport>();
  const state = {
    resource: undefined as object | undefined,
    effects: 0,
    troubles: [] as Trouble[],
    tokens: new Set<string>(),
    asked: [] as HttpServer['asked'],
  };

  const open = async (): Promise<StreamableHTTPServerTransport> => {
    const server = new Server({ name: 'loopback', version: '1' }, { capabilities: { tools: {} } });
    server.setRequestHandler(ListToolsRequestSchema, () => ({ tools }));
    server.setRequestHandler(CallToolRequestSchema, ({ params }, { authInfo }) => {
      if (params.name === 'effect') state.effects += 1;
      const text = params.name === 'who' ? `${authInfo?.token ?? 'nobody'}` : String(state.effects);
      return { content: [{ type: 'text', text }] };
    });
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => void transports.set(id, transport),
      onsessionclosed: (id) => void transports.delete(id),
    });
    await server.connect(transport as never);
    return transport;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url?.startsWith('/.well-known/oauth-protected-resource') && state.resource) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(state.resource));
      return;
    }
    const body = request.method === 'POST' ? await read(request) : undefined;
    const { method } = (body ?? {}) as { readonly method?: string };
    const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1];
    if (method) state.asked.push({ method, token, headers: request.headers });
    if (state.tokens.size > 0 && !state.tokens.has(token ?? '')) return end(response, 401, 'no');
    const session = request.headers['mcp-session-id'] as string | undefined;
    const trouble = method === 'tools/call' ? state.troubles.shift() : undefined;
    if (typeof trouble === 'object' && 'status' in trouble) return end(response, trouble.status, 'trouble');
    if (session !== undefined && !transports.has(session)) return end(response, 404, 'Session not found');
    if (trouble === 'break' || trouble === 'end') {
      state.effects += 1;
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': here it comes\n\n');
      return void setTimeout(() => (trouble === 'break' ? response.destroy() : response.end()), 50);
    }
    if (trouble) await trouble.when;
    const transport = (session && transports.get(session)) || (await open());
    const auth = token === undefined ? undefined : { token, clientId: 'test', scopes: [] };
    await transport.handleRequest(Object.assign(request, { auth }), response, body);
  };

  const http = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  await once(http.listen(port, '127.0.0.1'), 'listening');
  return Object.assign(state, {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`,
    sessions: () => transports.size,
    forgetSessions: () => transports.clear(),
    async close() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  });
}

async function read(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as unknown;
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
}
