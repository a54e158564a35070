import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Progress } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LongCommand, perdure, start } from '../fixtures/perdure-cli.js';
import { withWorker } from '../fixtures/with-worker.js';
import { ask, call, connectHttp, connectStdio } from './connect-mcp.js';

const app = fileURLToPath(new URL('./app.ts', import.meta.url));
const queue = `cli-mcp-${process.pid}`;
const place = ['--address', process.env['PERDURE_TEST_ADDRESS'] ?? '', '--task-queue', queue, '--app', app];
const cli = withWorker(queue, app);
const unique = (name: string): string => `${name}-${randomUUID().slice(0, 8)}`;

interface HttpServer {
  readonly url: string;
  readonly command: LongCommand;
}

async function serve(words: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<HttpServer> {
  const command = start(['mcp', ...place, ...words], { env });
  const [url = ''] = /http:\S+/.exec(await command.line(/^MCP server/)) ?? [];
  return { url, command };
}

let server: HttpServer;
beforeAll(async () => {
  server = await serve(['--max-result', '10000']);
}, 60_000);
afterAll(async () => void (await server?.command.interrupt()));
const connect = (): Promise<Client> => connectHttp(server.url);

describe('what is offered', () => {
  test('eight tools of its own and one for each workflow, with schemas and hints', async () => {
    const { tools } = await (await connect()).listTools();
    const names = tools.map(({ name }) => name);
    const own =
      'list_workflows describe_workflow start_workflow get_result get_status list_pauses resume cancel_workflow';
    expect(names.slice(0, 8)).toEqual(own.split(' '));
    const safe = 'order publish parent pay large nothing prune shop_order_v1 endless slow'.split(' ');
    expect(names.slice(8)).toEqual(expect.arrayContaining(safe));
    expect(names.slice(8).filter((name) => !safe.includes(name))).toEqual([
      expect.stringMatching(/^get_result_[0-9a-f]{8}$/),
      expect.stringMatching(/^shop_order_v1_[0-9a-f]{8}$/),
    ]);
    for (const { name, description, inputSchema, outputSchema, annotations } of tools) {
      expect([name, description, inputSchema.type, outputSchema?.type, annotations]).toEqual([
        expect.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
        expect.any(String),
        'object',
        'object',
        expect.objectContaining({ readOnlyHint: expect.any(Boolean), destructiveHint: expect.any(Boolean) }),
      ]);
    }
    const named = (name: string): (typeof tools)[number] | undefined => tools.find((tool) => tool.name === name);
    expect(named('order')?.inputSchema).toMatchObject({
      properties: { item: { type: 'string', description: 'What to buy.' }, count: { type: 'integer', default: 1 } },
      required: ['item'],
    });
    expect(named('order')?.outputSchema?.properties).toMatchObject({ result: { properties: { text: {}, count: {} } } });
    expect(named('get_status')?.annotations).toMatchObject({ readOnlyHint: true, idempotentHint: true });
    expect(named('cancel_workflow')?.annotations).toMatchObject({ destructiveHint: true, idempotentHint: true });
  });

  test('the server says what it is and how to go on with runs', async () => {
    const client = await connect();
    expect(client.getServerVersion()).toMatchObject({ name: 'perdure', version: expect.stringMatching(/^\d/) });
    expect(client.getInstructions()).toMatch(/get_result/);
  });

  test('list_workflows and describe_workflow tell names, tools and schemas', async () => {
    const client = await connect();
    expect(await ask(client, 'list_workflows')).toMatchObject({
      workflows: expect.arrayContaining([{ name: 'order', description: 'Places an order.', tool: 'order' }]),
    });
    expect(await ask(client, 'describe_workflow', { workflow: 'order' })).toMatchObject({
      input: { required: ['item'] },
      output: { required: ['text', 'count'] },
      timeout: 3_600_000,
    });
    expect(await ask(client, 'describe_workflow', { workflow: 'pay' })).toMatchObject({ input: null, output: null });
    expect(await call(client, 'describe_workflow', { workflow: 'nope' })).toMatchObject({
      isError: true,
      value: { error: { code: 'Mcp.InvalidArguments', message: expect.stringContaining('order') } },
    });
  });

  test('an unknown tool and a wrong page are errors of the protocol', async () => {
    const client = await connect();
    await expect(client.callTool({ name: 'nope' })).rejects.toThrow("There is no tool 'nope'");
    await expect(client.listTools({ cursor: 'x' })).rejects.toThrow("no page 'x'");
  });
});

describe("a workflow's own tool", () => {
  test('runs it and returns its result', async () => {
    const client = await connect();
    expect(await ask(client, 'order', { item: 'tea' })).toEqual({
      id: expect.stringMatching(/^order-/),
      workflow: 'order',
      status: 'succeeded',
      result: { text: 'Hello, tea', count: 1 },
    });
    expect(await ask(client, 'nothing')).toEqual({ id: expect.any(String), workflow: 'nothing', status: 'succeeded' });
  });

  test('takes an input that is no object, of a schema that refers to itself', async () => {
    const leaf = { name: 'leaf', below: [] };
    const client = await connect();
    const { result } = await ask(client, 'prune', { input: [{ name: 'root', below: [leaf, leaf] }] });
    expect(result).toEqual({ name: 'root', below: [leaf, leaf] });
    const wrong = await call(client, 'prune', { input: [{ name: 'root', below: [{ name: 1 }] }] });
    expect(wrong).toMatchObject({ isError: true, value: { error: { code: 'Workflow.InvalidInput' } } });
    expect(await call(client, 'prune', { tree: [] })).toMatchObject({
      isError: true,
      value: { error: { code: 'Mcp.InvalidArguments', message: expect.stringContaining('tree') } },
    });
  });

  test('is told of an input that does not fit, with every field, and nothing is started', async () => {
    const client = await connect();
    const { isError, value } = await call(client, 'order', { item: 1, count: 0 });
    expect(isError).toBe(true);
    expect(value['error']).toMatchObject({
      code: 'Workflow.InvalidInput',
      details: { problems: [expect.objectContaining({ path: '/item' }), expect.objectContaining({ path: '/count' })] },
    });
    expect(value['id']).toBeUndefined();
  });

  test('is called by a name made safe where its own is none, or is taken', async () => {
    const client = await connect();
    const { workflows } = (await ask(client, 'list_workflows')) as { workflows: { name: string; tool: string }[] };
    const toolOf = (name: string): string => workflows.find((each) => each.name === name)?.tool ?? '';
    expect(await ask(client, toolOf('get_result'))).toMatchObject({ result: 'of the workflow' });
    expect(await ask(client, toolOf('shop.order:v1'))).toMatchObject({ result: 'dotted' });
    expect(await ask(client, 'shop_order_v1')).toMatchObject({ result: 'underscored' });
  });

  test('a run that fails is an answer with code, message and details, and the connection goes on', async () => {
    const client = await connect();
    const { isError, value } = await call(client, 'pay', { input: 7 });
    expect(isError).toBe(true);
    expect(value).toMatchObject({
      id: expect.stringMatching(/^pay-/),
      status: 'failed',
      error: { code: 'Card.Declined', message: 'declined for 7', details: { amount: 7 } },
    });
    expect(await ask(client, 'order', { item: 'tea' })).toMatchObject({ status: 'succeeded' });
  });

  test('an answer over the limit says so, and that the run has succeeded', async () => {
    const client = await connect();
    const { isError, value } = await call(client, 'large', { input: 20_000 });
    expect([isError, value]).toEqual([
      true,
      {
        error: expect.objectContaining({
          code: 'Mcp.AnswerTooLarge',
          message: expect.stringMatching(/Run 'large-\w+' itself is succeeded.*perdure show/),
        }),
      },
    ]);
    expect(await ask(client, 'large', { input: 9_000 })).toMatchObject({ status: 'succeeded' });
  });
});

describe('runs', () => {
  test('one that asks is started, found paused, answered and read', async () => {
    const client = await connect();
    const id = unique('post');
    expect(await ask(client, 'start_workflow', { workflow: 'publish', input: 'news', idempotencyKey: id })).toEqual({
      id,
      workflow: 'publish',
      status: 'running',
      existing: false,
      url: expect.stringContaining(id),
    });
    const asks = {
      run: id,
      workflow: 'publish',
      name: 'human_review',
      prompt: 'Is it good?',
      data: { draft: 'news' },
      schema: expect.objectContaining({ required: ['approved'] }),
      since: expect.any(String),
      deadline: null,
    };
    expect(await ask(client, 'get_result', { id, wait: 20 })).toMatchObject({ status: 'paused', pauses: [asks] });
    expect(await ask(client, 'get_status', { id })).toMatchObject({ status: 'paused', pauses: [asks], endedAt: null });
    expect(await ask(client, 'list_pauses', { id })).toEqual({ pauses: [asks] });
    await expect
      .poll(async () => (await ask(client, 'list_pauses'))['pauses'], { timeout: 20_000 })
      .toContainEqual(asks);

    const wrong = await call(client, 'resume', { id, name: 'human_review', answer: { approved: 'yes' } });
    expect(wrong).toMatchObject({
      isError: true,
      value: { error: { code: 'Pause.InvalidAnswer', message: expect.stringContaining('/approved') } },
    });
    expect(await call(client, 'resume', { id, name: 'other', answer: 1 })).toMatchObject({
      isError: true,
      value: { error: { code: 'Pause.NotOpen', message: expect.stringContaining('human_review') } },
    });
    const answer = { id, name: 'human_review', answer: { approved: true } };
    expect(await ask(client, 'resume', answer)).toEqual({ id, pause: 'human_review', status: 'answered' });
    expect(await ask(client, 'get_result', { id })).toMatchObject({ status: 'succeeded', result: 'published news' });
    expect(await ask(client, 'get_status', { id })).toMatchObject({ status: 'succeeded', pauses: [] });
    expect(await call(client, 'resume', answer)).toMatchObject({
      isError: true,
      value: { error: { code: 'Run.AlreadyFinished' } },
    });
  });

  test('the same idempotency key finds the run that is there; of another workflow it is refused', async () => {
    const client = await connect();
    const key = unique('key');
    const first = await ask(client, 'start_workflow', { workflow: 'order', input: { item: 'a' }, idempotencyKey: key });
    await ask(client, 'get_result', { id: key });
    const again = await ask(client, 'start_workflow', { workflow: 'order', input: { item: 'a' }, idempotencyKey: key });
    expect([first['existing'], again]).toEqual([
      false,
      expect.objectContaining({ existing: true, status: 'succeeded' }),
    ]);
    expect(await call(client, 'start_workflow', { workflow: 'pay', input: 1, idempotencyKey: key })).toMatchObject({
      isError: true,
      value: { error: { code: 'Run.AlreadyStarted' } },
    });
  });

  test('a question of a child is among those of the run that waits for it, and is answered there', async () => {
    const client = await connect();
    const { id, status, pauses } = (await ask(client, 'parent')) as Record<string, unknown> & {
      pauses: { run: string; name: string }[];
    };
    expect(status).toBe('paused');
    const [{ run, name } = { run: '', name: '' }] = pauses;
    expect(run).not.toBe(id);
    await ask(client, 'resume', { id: run, name, answer: { approved: false } });
    expect(await ask(client, 'get_result', { id: id as string })).toMatchObject({ status: 'succeeded', result: null });
  });

  test('the wait ends when its time is up, tells what the run does, and the run goes on until it is cancelled', async () => {
    const client = await connect();
    const { id } = await ask(client, 'start_workflow', { workflow: 'slow' });
    const seen: Progress[] = [];
    const waited = await client.callTool({ name: 'get_result', arguments: { id, wait: 2 } }, undefined, {
      onprogress: (each) => void seen.push(each),
    });
    expect(waited.structuredContent).toMatchObject({ id, status: 'running', doing: 'hang' });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.at(-1)).toMatchObject({ progress: seen.length, message: 'hang' });

    expect(await ask(client, 'cancel_workflow', { id })).toEqual({ id, status: 'cancel-requested' });
    expect(await call(client, 'get_result', { id })).toMatchObject({
      isError: true,
      value: { status: 'cancelled', error: { code: 'Run.Cancelled' } },
    });
    expect(await call(client, 'cancel_workflow', { id })).toMatchObject({
      isError: true,
      value: { error: { code: 'Run.AlreadyFinished' } },
    });
  });

  test('without a worker the answer says so', async () => {
    const lonely = await serve(['--task-queue', `${queue}-nobody`]);
    const client = await connectHttp(lonely.url);
    const { id } = await ask(client, 'start_workflow', { workflow: 'pay', input: 1 });
    expect(await ask(client, 'get_result', { id, wait: 1 })).toMatchObject({
      status: 'running',
      next: expect.stringContaining(`No worker takes work from queue '${queue}-nobody'`),
    });
    await lonely.command.interrupt();
  });

  test('arguments are checked by the schema that is shown', async () => {
    const client = await connect();
    for (const input of [{}, { id: 1 }, { id: 'a', wait: 301 }, { id: 'a', more: 1 }]) {
      expect(await call(client, 'get_result', input)).toMatchObject({
        isError: true,
        value: { error: { code: 'Mcp.InvalidArguments' } },
      });
    }
    expect(await call(client, 'get_status', { id: 'nobody' })).toMatchObject({
      isError: true,
      value: { error: { code: 'Run.NotFound' } },
    });
  });
});

test('with --workflow nothing else can be started, looked at or answered', async () => {
  const few = await serve(['--workflow', 'order', 'pay']);
  const client = await connectHttp(few.url);
  expect((await client.listTools()).tools.map(({ name }) => name).slice(8)).toEqual(['order', 'pay']);
  const other = unique('other');
  await cli(['run', 'publish', 'x', '--id', other, '--detach']);
  for (const [tool, input] of [
    ['get_status', { id: other }],
    ['get_result', { id: other }],
    ['list_pauses', { id: other }],
    ['resume', { id: other, name: 'human_review', answer: { approved: true } }],
    ['cancel_workflow', { id: other }],
  ] as const) {
    expect(await call(client, tool, input), tool).toMatchObject({ value: { error: { code: 'Run.NotFound' } } });
  }
  expect(await ask(client, 'list_pauses')).toEqual({ pauses: [] });
  expect(await call(client, 'start_workflow', { workflow: 'publish' })).toMatchObject({ isError: true });
  expect(await few.command.interrupt()).toBe(0);
  expect(await perdure(['mcp', ...place, '--workflow', 'nope'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/Workflow\.NotFound: .*'nope'.*order/),
  });
});

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
    url: string,
    headers: Record<string, string>,
    method = 'POST',
    path = '/mcp',
  ): Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }> {
    return new Promise((resolve, reject) => {
      const asking = request(new URL(path, url), {
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
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
    expect((await post(server.url, {})).status).toBe(200);
    expect((await post(server.url, {}, 'POST', '/')).status).toBe(404);
    expect((await post(server.url, {}, 'GET')).status).toBe(405);
    expect((await post(server.url, {}, 'DELETE')).status).toBe(405);
  });

  test('a page whose name was made to lead here is refused, and so is any page (DNS rebinding)', async () => {
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80', 'evil@localhost'])
      expect((await post(server.url, { host })).status, host).toBe(403);
    for (const host of ['localhost:80', '[::1]:80', '127.0.0.1'])
      expect((await post(server.url, { host })).status).toBe(200);
    for (const origin of ['http://evil.example', 'null', 'http://localhost:6274']) {
      expect((await post(server.url, { origin })).status, origin).toBe(403);
      expect((await post(server.url, { origin }, 'OPTIONS')).status, origin).toBe(403);
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
