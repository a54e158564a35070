import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { perdure, start } from '../fixtures/perdure-cli.js';
import { ask, call, connectHttp, connectStdio } from './connect-mcp.js';
import { app, serveMcp } from './serve-mcp.js';

const { place, cli, serve, url, connect } = serveMcp(`cli-mcp-transports-${process.pid}`);

describe('standard input and output', () => {
  test('nothing but the protocol reaches standard output, and the end of input ends the command', async () => {
    const hello = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } };
    const input = [
      { jsonrpc: '2.0', id: 1, method: 'initialize', params: hello },
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'order', arguments: { item: 'tea' } } },
    ];
    const end = await perdure(['mcp', '--stdio', '--json', ...place], {
      input: input.map((message) => `${JSON.stringify(message)}\n`).join(''),
    });
    const lines = end.stdout.split('\n').filter(Boolean);
    expect(lines.map((line) => (JSON.parse(line) as { id: number }).id)).toEqual([1, 2]);
    expect([end.code, end.stderr]).toEqual([0, expect.stringContaining('the app says something')]);
  });

  test('a client that starts it runs a workflow from start to answer to result', async () => {
    const { client } = await connectStdio(place);
    const { id, status } = await ask(client, 'publish', { input: 'news' });
    expect(status).toBe('paused');
    await ask(client, 'resume', { id, name: 'human_review', answer: { approved: true } });
    expect(await ask(client, 'get_result', { id })).toMatchObject({ result: 'published news' });
    const pay = await call(client, 'pay', { input: 3 });
    expect(pay).toMatchObject({ isError: true, value: { error: { code: 'Card.Declined' } } });
  });

  test('Ctrl-C ends it', async () => {
    const { client, transport } = await connectStdio(place);
    const closed = new Promise<void>((resolve) => (client.onclose = resolve));
    process.kill(transport.pid ?? 0, 'SIGINT');
    await closed;
  });

  test('a caller who cancels waits no longer, and the run goes on', async () => {
    const { client } = await connectStdio(place);
    const { id } = await ask(client, 'start_workflow', { workflow: 'slow' });
    const controller = new AbortController();
    const waiting = client.callTool({ name: 'get_result', arguments: { id, wait: 60 } }, undefined, {
      signal: controller.signal,
      onprogress: () => controller.abort('enough'),
    });
    await expect(waiting).rejects.toThrow('enough');
    expect(await ask(client, 'get_status', { id })).toMatchObject({ status: 'running' });
    await ask(client, 'cancel_workflow', { id });
  });
});

describe('over HTTP', () => {
  /** A bare call, with any headers; `fetch` would not send them all. */
  function post(
    to: string,
    headers: Record<string, string>,
    method = 'POST',
    path = '/mcp',
  ): Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }> {
    return new Promise((resolve, reject) => {
      const asking = request(new URL(path, to), {
        method,
        headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
      });
      asking.on('error', reject).on('response', (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0, headers: response.headers });
      });
      asking.end(method === 'POST' ? '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' : undefined);
    });
  }

  test('listens on this machine, at one path, by POST', async () => {
    expect(url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
    expect((await post(url(), {})).status).toBe(200);
    expect((await post(url(), {}, 'POST', '/')).status).toBe(404);
    expect((await post(url(), {}, 'GET')).status).toBe(405);
    expect((await post(url(), {}, 'DELETE')).status).toBe(405);
  });

  test('a page whose name was made to lead here is refused, and so is any page (DNS rebinding)', async () => {
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80', 'evil@localhost'])
      expect((await post(url(), { host })).status, host).toBe(403);
    for (const host of ['localhost:80', '[::1]:80', '127.0.0.1'])
      expect((await post(url(), { host })).status).toBe(200);
    for (const origin of ['http://evil.example', 'null', 'http://localhost:6274']) {
      expect((await post(url(), { origin })).status, origin).toBe(403);
      expect((await post(url(), { origin }, 'OPTIONS')).status, origin).toBe(403);
    }
  });

  test('a page that was named may come, with its preflight; a token is asked for where one is set', async () => {
    const page = 'http://localhost:6274';
    const guarded = await serve(['--origin', page], { PERDURE_MCP_TOKEN: 'secret' });
    expect(await post(guarded.url, { origin: page }, 'OPTIONS')).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-origin': page },
    });
    const good = { authorization: 'Bearer secret' };
    expect(await post(guarded.url, { ...good, origin: page })).toMatchObject({
      status: 200,
      headers: { 'access-control-allow-origin': page },
    });
    for (const authorization of ['Bearer other', 'secret', 'Bearer secret2', '']) {
      expect(await post(guarded.url, { authorization })).toMatchObject({
        status: 401,
        headers: { 'www-authenticate': 'Bearer' },
      });
    }
    // The token says who calls, so a proxy in front may have a name of its own.
    expect((await post(guarded.url, { ...good, host: 'tools.example' })).status).toBe(200);
    expect(await ask(await connectHttp(guarded.url, good), 'nothing')).toMatchObject({ status: 'succeeded' });
    expect(guarded.command.said()).not.toContain('secret');
    expect(await guarded.command.interrupt()).toBe(0);
  });

  test('another address needs a token', async () => {
    expect(await perdure(['mcp', ...place, '--host', '0.0.0.0'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^Mcp\.TokenRequired/),
    });
  });

  test('two clients at once do not get in each other’s way', async () => {
    const clients = await Promise.all([connect(), connect()]);
    const answers = await Promise.all(
      clients.flatMap((client, index) =>
        ['a', 'b', 'c'].map((item) => ask(client, 'order', { item: `${item}${index}` })),
      ),
    );
    expect(answers.map(({ result }) => (result as { text: string }).text)).toEqual(
      ['a0', 'b0', 'c0', 'a1', 'b1', 'c1'].map((item) => `Hello, ${item}`),
    );
  });

  test('asked to stop, it lets whoever waits know how the run stands, and ends', async () => {
    const stopping = await serve();
    const client = await connectHttp(stopping.url);
    const { id } = await ask(client, 'start_workflow', { workflow: 'slow' });
    let code: Promise<number | null> | undefined;
    const waited = await client.callTool({ name: 'get_result', arguments: { id, wait: 60 } }, undefined, {
      onprogress: () => void (code ??= stopping.command.interrupt()),
    });
    expect(waited.structuredContent).toMatchObject({ id, status: 'running' });
    expect(await code).toBe(0);
    await cli(['cancel', id as string]);
  });
});

test('the address, the tools and the token are one document with --json', async () => {
  const command = start(['mcp', ...place, '--json', '--workflow', 'order'], { env: { PERDURE_MCP_TOKEN: 'secret' } });
  await command.line(/^\}$/);
  await command.interrupt();
  const said = command.said();
  expect(JSON.parse(said.slice(said.indexOf('{')))).toMatchObject({
    url: expect.stringMatching(/\/mcp$/),
    tools: expect.arrayContaining(['order', 'get_result']),
    token: true,
  });
});

test('an app without workflows, and a server that is not there, are said so', async () => {
  expect(await perdure(['mcp', '--app', app, '--address', '127.0.0.1:9'])).toMatchObject({ code: 5 });
});
