import { randomUUID } from 'node:crypto';
import type { Progress } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, test } from 'vitest';
import { perdure } from '../fixtures/perdure-cli.js';
import { ask, call, connectHttp } from './connect-mcp.js';
import { serveMcp } from './serve-mcp.js';

const queue = `cli-mcp-${process.pid}`;
const { place, cli, serve, connect } = serveMcp(queue);
const unique = (name: string): string => `${name}-${randomUUID().slice(0, 8)}`;

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
