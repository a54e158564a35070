import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createMcpConnector } from '../../activities/mcp/index.js';
import type { McpEndpoint } from '../../src/mcp/connection.js';
import { questionDigest } from '../../src/mcp/elicit.js';
import type { McpQuestion } from '../../src/contract/mcp.js';
import { failureOf, like } from '../flux/open-app.js';
import { callContext, textOf, toolCall } from './call-connector.js';
import { startHttpServer } from './start-http-server.js';

let connector = createMcpConnector();
const ends: (() => Promise<unknown>)[] = [];
beforeEach(() => void (connector = createMcpConnector()));
afterEach(async () => {
  await connector.close?.();
  for (const end of ends.splice(0)) await end();
});

const target = (url: string, changes: Partial<McpEndpoint> = {}) => ({
  name: 'other',
  tenant: undefined,
  connection: {
    kind: 'http' as const,
    url,
    auth: undefined,
    headers: {},
    connectTimeout: 10_000,
    sharing: 'pooled' as const,
    idleTimeout: 60_000,
    maxResultBytes: 1_000_000,
    ...changes,
  },
});

async function listen(http: HttpServer): Promise<string> {
  await once(http.listen(0, '127.0.0.1'), 'listening');
  ends.push(async () => {
    http.closeAllConnections();
    http.close();
  });
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

/** A server made with the SDK's second version. */
async function startSecond(legacy: 'stateless' | 'reject'): Promise<string> {
  const handler = createMcpHandler(
    () => {
      const server = new McpServer({ name: 'second', version: '2' });
      server.registerTool('double', { inputSchema: z.object({ n: z.number() }) }, async ({ n }) => ({
        content: [{ type: 'text', text: String(2 * n) }],
      }));
      return server;
    },
    { legacy },
  );
  const http = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const answer = await handler.fetch(
        new Request(`http://${request.headers.host ?? ''}${request.url ?? ''}`, {
          method: request.method ?? 'GET',
          headers: request.headers as Record<string, string>,
          ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
        }),
      );
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(Buffer.from(await answer.arrayBuffer()));
    })();
  });
  return `${await listen(http)}/mcp`;
}

/** The protocol's own test server as a program that listens. */
async function startEverything(mode: 'streamableHttp' | 'sse'): Promise<string> {
  const probe = createServer();
  const port = Number(new URL(await listen(probe)).port);
  probe.close();
  await once(probe, 'close');
  const program = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js');
  const child: ChildProcess = spawn(process.execPath, [program, mode], { env: { ...process.env, PORT: String(port) } });
  ends.push(async () => {
    const exit = once(child, 'exit');
    if (child.kill('SIGKILL')) await exit;
  });
  await new Promise<void>((resolve) =>
    child.stderr?.on('data', (chunk) => /listening|running on port/i.test(String(chunk)) && resolve()),
  );
  return `http://127.0.0.1:${port}`;
}

describe('servers of other makers and ages', () => {
  test('one of the second SDK that serves the older versions too', async () => {
    const other = target(await startSecond('stateless'));
    expect(await connector.listTools(other, callContext())).toMatchObject([{ name: 'double' }]);
    expect(textOf(await connector.callTool(other, toolCall('double', { n: 4 }), callContext()))).toBe('8');
  });

  test('one that serves the newest version only is named as such', async () => {
    const other = target(await startSecond('reject'));
    expect(await failureOf(connector.listTools(other, callContext()) as Promise<never>)).toMatchObject({
      code: 'Mcp.UnsupportedVersion',
      message: like(/2026-07-28.*newer than what is spoken here/),
      retryable: false,
    });
  });

  test('the protocol’s own by Streamable HTTP: questions reach the calls they belong to', async () => {
    const other = target(`${await startEverything('streamableHttp')}/mcp`);
    const call = (answers: never[] = []) =>
      connector.callTool(other, toolCall('trigger-elicitation-request', {}, { answers }), callContext());
    const long = connector.callTool(
      other,
      toolCall('trigger-long-running-operation', { duration: 1, steps: 2 }),
      callContext(),
    );
    const asked = (await call()) as { readonly question: McpQuestion };
    expect(asked.question.message).toMatch(/provide inputs/);
    expect(textOf(await long)).toMatch(/completed/);
    const answer = { to: questionDigest(asked.question), action: 'accept', content: { name: 'Ada' } };
    expect(textOf(await call([answer as never]))).toMatch(/Name: Ada/);
  });

  test('the protocol’s own by server-sent events', async () => {
    const other = target(`${await startEverything('sse')}/sse`);
    const call = connector.callTool(other, toolCall('get-sum', { a: 1, b: 2 }), callContext());
    expect(textOf(await call)).toMatch(/is 3/);
  });
});

test('OAuth for programs: a token is fetched from the issuer, and a new one when it has expired', async () => {
  const server = await startHttpServer();
  ends.push(() => server.close());
  const resource = new URL(server.url).origin;
  let made = 0;
  const issuer = await listen(
    createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '', 'http://x');
      const here = `http://${request.headers.host ?? ''}`;
      const answer = (value: object): void =>
        void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      if (pathname === '/token') {
        const basic = Buffer.from('client-1:secret-1').toString('base64');
        if (request.headers.authorization !== `Basic ${basic}`)
          return void response.writeHead(401).end('{"error":"invalid_client"}');
        const token = `token-${(made += 1)}`;
        server.tokens.clear();
        server.tokens.add(token);
        return answer({ access_token: token, token_type: 'bearer', expires_in: 3_600 });
      }
      if (!pathname.startsWith('/.well-known/')) return void response.writeHead(404).end();
      answer({
        issuer: here,
        authorization_endpoint: `${here}/authorize`,
        token_endpoint: `${here}/token`,
        response_types_supported: ['code'],
        grant_types_supported: ['client_credentials'],
        token_endpoint_auth_methods_supported: ['client_secret_basic'],
      });
    }),
  );
  server.resource = { resource: `${resource}/mcp`, authorization_servers: [issuer] };
  server.tokens.add('none yet');
  const auth = {
    kind: 'client-credentials' as const,
    clientId: 'client-1',
    clientSecret: { secret: 'CLIENT' },
    issuer,
  };
  const other = target(server.url, { auth });
  const who = (secret: string) => {
    const secrets = { CLIENT: secret };
    const context = callContext({ secrets, refresh: () => Promise.resolve(secrets) });
    return connector.callTool(other, toolCall('who', {}, { repeatable: true }), context);
  };
  expect(textOf(await who('secret-1'))).toBe('token-1');
  server.tokens.clear();
  server.tokens.add('expired');
  expect(textOf(await who('secret-1'))).toBe('token-2');
  expect(await failureOf(who('wrong'))).toMatchObject({ code: 'Mcp.Unauthorized' });
  expect(JSON.stringify(server.asked)).not.toContain('secret-1');
});
