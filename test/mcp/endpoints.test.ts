import type { PerdureError } from 'perdure';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMcpConnector } from '../../activities/mcp/index.js';
import type { McpEndpoint } from '../../src/mcp/connection.js';
import type { McpCallContext, McpToolCall } from '../../src/ports/mcp-connector.js';
import type { McpToolAnswer } from '../../src/contract/mcp.js';
import { eventually, failureOf, like } from '../flux/open-app.js';
import { callContext, textOf, toolCall } from './call-connector.js';
import { type HttpServer, startHttpServer } from './start-http-server.js';

let connector = createMcpConnector();
let server: HttpServer;
beforeEach(async () => {
  connector = createMcpConnector();
  server = await startHttpServer();
});
afterEach(async () => {
  await connector.close?.();
  await server.close();
});

const endpoint = (changes: Partial<McpEndpoint> = {}): McpEndpoint => ({
  kind: 'http',
  url: server.url,
  auth: undefined,
  headers: {},
  connectTimeout: 5_000,
  sharing: 'pooled',
  idleTimeout: 60_000,
  maxResultBytes: 100_000,
  ...changes,
});
const call = (
  tool: string,
  changes: Partial<McpToolCall> = {},
  context: Partial<McpCallContext> = {},
  connection = endpoint(),
  tenant?: string,
): Promise<McpToolAnswer> =>
  connector.callTool({ name: 'loopback', connection, tenant }, toolCall(tool, {}, changes), callContext(context));
const asked = (method: string) => server.asked.filter((one) => one.method === method);

describe('connections by HTTP', () => {
  test('share a session, which is ended in the end', async () => {
    expect(textOf(await call('effect'))).toBe('1');
    expect(textOf(await call('effect'))).toBe('2');
    expect([asked('initialize').length, server.sessions()]).toEqual([1, 1]);
    await connector.close?.();
    expect(server.sessions()).toBe(0);
  });

  test('a session that is lost is begun anew, once, and the call made once', async () => {
    await call('effect');
    server.forgetSessions();
    expect(textOf(await call('effect'))).toBe('2');
    expect(asked('initialize')).toHaveLength(2);
  });

  test.each(['break', 'end'] as const)(
    'an answer that is lost (%s) is asked for again only where that is harmless',
    async (trouble) => {
      server.troubles.push(trouble);
      expect(await failureOf(call('effect'))).toMatchObject({ code: 'Mcp.AmbiguousResult', retryable: false });
      expect(server.effects).toBe(1);
      server.troubles.push(trouble);
      expect(await failureOf(call('look', { repeatable: true }))).toMatchObject({
        code: 'Mcp.ConnectionLost',
        retryable: true,
      });
      expect(textOf(await call('look'))).toBe('2');
    },
  );

  test.each([
    [429, 'Mcp.Unavailable', true],
    [503, 'Mcp.Unavailable', true],
    [502, 'Mcp.AmbiguousResult', false],
    [403, 'Mcp.Unauthorized', false],
    [413, 'Mcp.Refused', false],
  ])('the status %i is %s', async (status, code, retryable) => {
    server.troubles.push({ status });
    expect(await failureOf(call('effect'))).toMatchObject({ code, retryable });
    expect(textOf(await call('effect'))).toBe('1');
  });

  test('a server that is not there is worth another attempt', async () => {
    await call('look');
    await server.close();
    // The first may still find the old connection, which breaks.
    const failure = (): Promise<PerdureError> => failureOf(call('look', { repeatable: true }));
    await eventually(async () => (await failure()).code, 'Mcp.ConnectFailed');
    expect(await failure()).toMatchObject({ message: like(/ECONNREFUSED/), retryable: true });
    server = await startHttpServer(Number(new URL(server.url).port));
    expect(textOf(await call('look'))).toBe('0');
  });

  test('one that speaks something else is not', async () => {
    const connection = endpoint({ url: 'http://127.0.0.1:1/nowhere' });
    expect(await failureOf(call('look', {}, {}, connection))).toMatchObject({ code: 'Mcp.ConnectFailed' });
    expect(await failureOf(call('look', {}, {}, endpoint({ url: 'no url' })))).toMatchObject({ retryable: false });
  });

  test('a call that is cancelled is cancelled at the server', async () => {
    let go = (): void => undefined;
    server.troubles.push({ when: new Promise((resolve) => (go = resolve)) });
    const controller = new AbortController();
    const work = call('look', {}, { signal: controller.signal });
    await eventually(async () => asked('tools/call').length, 1);
    controller.abort(new Error('stop'));
    await expect(work).rejects.toThrow('stop');
    await eventually(async () => asked('notifications/cancelled').length, 1);
    go();
  });
});

describe('credentials', () => {
  const connection = (): McpEndpoint =>
    endpoint({ auth: { kind: 'bearer', token: { secret: 'TOKEN' } }, headers: { 'x-kind': 'test' } });

  test('go with every request; each has a session of its own, and so has each tenant', async () => {
    server.tokens.add('ada').add('bob');
    const who = async (token: string, tenant?: string): Promise<string> =>
      textOf(await call('who', {}, { secrets: { TOKEN: token } }, connection(), tenant));
    expect([await who('ada'), await who('bob'), await who('ada'), await who('ada', 'acme')]).toEqual([
      'ada',
      'bob',
      'ada',
      'ada',
    ]);
    expect(server.sessions()).toBe(3);
    expect(new Set(server.asked.map(({ headers }) => (headers as Record<string, unknown>)['x-kind']))).toEqual(
      new Set(['test']),
    );
  });

  test('that are refused are asked for again, once', async () => {
    server.tokens.add('new');
    let refreshed = 0;
    const context = (token: string) => ({
      secrets: { TOKEN: 'old' },
      refresh: () => {
        refreshed += 1;
        return Promise.resolve({ TOKEN: token });
      },
    });
    expect(textOf(await call('who', {}, context('new'), connection()))).toBe('new');
    expect(refreshed).toBe(1);
    expect(await failureOf(call('who', {}, context('also old'), connection()))).toMatchObject({
      code: 'Mcp.Unauthorized',
      retryable: false,
      message: like(/does not accept the credentials/),
    });
    expect(refreshed).toBe(2);
  });

  test('that expire in a session are asked for again too', async () => {
    server.tokens.add('first');
    const context = { secrets: { TOKEN: 'first' }, refresh: () => Promise.resolve({ TOKEN: 'second' }) };
    expect(textOf(await call('who', {}, context, connection()))).toBe('first');
    server.tokens.clear();
    server.tokens.add('second');
    expect(textOf(await call('who', {}, context, connection()))).toBe('second');
  });
});
