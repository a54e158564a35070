import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMcpConnector } from '../../activities/mcp/index.js';
import type { McpProcess } from '../../src/mcp/connection.js';
import { questionDigest } from '../../src/mcp/elicit.js';
import type { McpCallContext, McpToolCall } from '../../src/ports/mcp-connector.js';
import type { McpQuestion, McpToolAnswer } from '../../src/contract/mcp.js';
import { eventually, failureOf, like } from '../flux/open-app.js';
import { accepted, callContext, isAlive, oddProcess, textOf, toolCall } from './call-connector.js';

let connector = createMcpConnector();
beforeEach(() => void (connector = createMcpConnector()));
afterEach(() => connector.close?.());

const call = (
  connection: McpProcess,
  tool: McpToolCall,
  context: Partial<McpCallContext> = {},
  tenant?: string,
): Promise<McpToolAnswer> => connector.callTool({ name: 'odd', connection, tenant }, tool, callContext(context));

const pidOf = async (connection: McpProcess, context?: Partial<McpCallContext>, tenant?: string): Promise<string> =>
  textOf(await call(connection, toolCall('who'), context, tenant));

describe('connections to programs', () => {
  test('calls that begin at once start one program and share it', async () => {
    const odd = oddProcess();
    const pids = await Promise.all(Array.from({ length: 5 }, () => pidOf(odd)));
    expect(new Set(pids).size).toBe(1);
    expect(odd.notes().filter((line) => line.startsWith('start'))).toHaveLength(1);
  });

  test('another tenant, or another value of a secret, has a program of its own', async () => {
    const odd = oddProcess({ env: { ODD_NAME: { secret: 'NAME' } } });
    const [ada, same, bob, tenant] = [
      await pidOf(odd, { secrets: { NAME: 'ada' } }),
      await pidOf(odd, { secrets: { NAME: 'ada' } }),
      await pidOf(odd, { secrets: { NAME: 'bob' } }),
      await pidOf(odd, { secrets: { NAME: 'ada' } }, 'acme'),
    ];
    expect(same).toBe(ada);
    expect([ada.split(' ')[1], bob.split(' ')[1]]).toEqual(['ada', 'bob']);
    expect(new Set([ada, bob, tenant]).size).toBe(3);
  });

  test('the environment of the worker is not handed on', async () => {
    process.env['ODD_NAME'] = 'inherited';
    try {
      expect(await pidOf(oddProcess())).toMatch(/nobody/);
    } finally {
      delete process.env['ODD_NAME'];
    }
  });

  test('one per call, where that is asked for', async () => {
    const odd = oddProcess({ sharing: 'per-call' });
    const pids = [await pidOf(odd), await pidOf(odd)];
    expect(new Set(pids).size).toBe(2);
    await eventually(async () => pids.map((pid) => isAlive(Number(pid.split(' ')[0]))), [false, false]);
  });

  test('one that nobody uses ends by itself', async () => {
    const odd = oddProcess({ idleTimeout: 50 });
    const pid = Number((await pidOf(odd)).split(' ')[0]);
    await eventually(async () => isAlive(pid), false);
    expect(textOf(await call(odd, toolCall('count')))).toBe('1');
  });

  test('closing ends the program and what it has started, also if they will not', async () => {
    const odd = oddProcess();
    const pids = textOf(await call(odd, toolCall('spawn')))
      .split(' ')
      .map(Number);
    expect(pids.map(isAlive)).toEqual([true, true]);
    await connector.close?.();
    await eventually(async () => pids.map(isAlive), [false, false]);
  });

  test('a call that gives no answer in time ends the program and what it has started', async () => {
    const odd = oddProcess();
    const pids = textOf(await call(odd, toolCall('spawn')))
      .split(' ')
      .map(Number);
    expect(await failureOf(call(odd, toolCall('hang'), { timeout: 300 }))).toMatchObject({
      code: 'Mcp.TimedOut',
      message: like(/tool 'hang' gave no answer within 0.3 s. It may have had its effects/),
      retryable: false,
    });
    await eventually(async () => pids.map(isAlive), [false, false]);
    expect(textOf(await call(odd, toolCall('count')))).toBe('1');
  });

  test('a cancelled call is cancelled at the server, which goes on', async () => {
    const odd = oddProcess();
    const pid = await pidOf(odd);
    const controller = new AbortController();
    const work = call(odd, toolCall('hang'), { signal: controller.signal });
    await eventually(async () => odd.notes().includes('hang'), true);
    controller.abort(new Error('stop it'));
    await expect(work).rejects.toThrow('stop it');
    await eventually(async () => odd.notes().includes('cancelled'), true);
    expect(await pidOf(odd)).toBe(pid);
  });

  test('a program that ends in the middle of a call: nobody knows what became of it', async () => {
    const odd = oddProcess();
    expect(await failureOf(call(odd, toolCall('die')))).toMatchObject({
      code: 'Mcp.AmbiguousResult',
      retryable: false,
      message: like(/may have had its effects, so it is not sent again/),
    });
    expect(await failureOf(call(odd, toolCall('die', {}, { repeatable: true })))).toMatchObject({
      code: 'Mcp.ConnectionLost',
      retryable: true,
    });
    expect(odd.notes().filter((line) => line === 'die')).toHaveLength(2);
  });

  test('a program that has ended between two calls is started again', async () => {
    const odd = oddProcess();
    const pid = Number((await pidOf(odd)).split(' ')[0]);
    process.kill(pid, 'SIGKILL');
    await eventually(async () => isAlive(pid), false);
    expect(textOf(await call(odd, toolCall('count')))).toBe('1');
  });

  test('a program that is not there, or says why it cannot start', async () => {
    expect(await failureOf(pidOf(oddProcess({ command: ['perdure-no-such-program'] })))).toMatchObject({
      code: 'Mcp.ConnectFailed',
      message: like(/could not be started.*ENOENT/),
      retryable: false,
    });
    const broken = oddProcess({ command: [process.execPath, '-e', 'throw new Error("no licence")'] });
    expect(await failureOf(pidOf(broken))).toMatchObject({
      code: 'Mcp.ConnectFailed',
      message: like(/no licence/),
      retryable: true,
    });
    const silent = oddProcess({
      command: [process.execPath, '-e', 'setInterval(() => {}, 1000)'],
      connectTimeout: 200,
    });
    expect(await failureOf(pidOf(silent))).toMatchObject({ code: 'Mcp.ConnectFailed', retryable: true });
  });
});

describe('results', () => {
  test('all pages of tools, their schemas unchanged', async () => {
    const tools = await connector.listTools(
      { name: 'odd', connection: oddProcess(), tenant: undefined },
      callContext(),
    );
    expect(tools).toHaveLength(14);
    expect(tools[0]).toEqual({
      name: 'who',
      description: 'Does who.',
      inputSchema: {
        type: 'object',
        properties: { nested: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
        'x-odd': 1,
      },
      annotations: { readOnlyHint: true },
    });
  });

  test('what is structured has to fit what was promised', async () => {
    const odd = oddProcess();
    const outputSchema = { type: 'object', properties: { value: { type: 'number' } }, required: ['value'] };
    const measure = (value: unknown) => call(odd, toolCall('measured', { value }, { outputSchema }));
    expect(await measure(1)).toMatchObject({ structuredContent: { value: 1 } });
    expect(await failureOf(measure('much'))).toMatchObject({
      code: 'Mcp.InvalidResult',
      message: like(/\/value: must be number/),
      retryable: false,
    });
    expect(await failureOf(call(odd, toolCall('count', {}, { outputSchema })))).toMatchObject({
      code: 'Mcp.InvalidResult',
    });
  });

  test('one that is too large is refused with its size', async () => {
    const odd = oddProcess({ maxResultBytes: 1_000 });
    expect(await failureOf(call(odd, toolCall('big', { size: 1_000 })))).toMatchObject({
      code: 'Mcp.ResultTooLarge',
      message: like(/over its limit of 1000/),
    });
  });

  test('a tool that fails says so itself', async () => {
    expect(await call(oddProcess(), toolCall('fails'))).toMatchObject({ isError: true, text: 'it is broken' });
  });
});

describe('questions', () => {
  const form = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };
  const question = (message: string): McpQuestion => ({ message, schema: form });
  const answer = (message: string, name: string) => accepted(questionDigest(question(message)), name);

  test('come back, and their answers are given when they are asked again', async () => {
    const odd = oddProcess();
    expect(await call(odd, toolCall('ask_twice'))).toEqual({ question: question('First name?') });
    const first = answer('First name?', 'Ada');
    expect(await call(odd, toolCall('ask_twice', {}, { answers: [first] }))).toEqual({
      question: question('Second name?'),
    });
    const both = [first, answer('Second name?', 'Lovelace')];
    expect(textOf(await call(odd, toolCall('ask_twice', {}, { answers: both })))).toBe('Ada Lovelace');
  });

  test('an answer to another question is not given', async () => {
    const wrong = answer('Who is it for tea?', 'Ada');
    expect(await call(oddProcess(), toolCall('ask', { about: 'cake' }, { answers: [wrong] }))).toEqual({
      question: question('Who is it for cake?'),
    });
  });

  test('of calls that run at once reach the call they belong to', async () => {
    const odd = oddProcess();
    await pidOf(odd);
    const [slow, tea] = await Promise.all([call(odd, toolCall('slow')), call(odd, toolCall('ask', { about: 'tea' }))]);
    expect(textOf(slow)).toBe('slow');
    expect(tea).toEqual({ question: question('Who is it for tea?') });
    expect(
      await Promise.all([
        call(odd, toolCall('ask_later', { about: 'tea' })),
        call(odd, toolCall('ask_later', { about: 'cake' })),
        call(odd, toolCall('ask_later', { about: 'milk' }, { answers: [answer('Who is it for milk?', 'Ada')] })),
      ]),
    ).toEqual([
      { question: question('Who is it for tea?') },
      { question: question('Who is it for cake?') },
      { content: [{ type: 'text', text: 'Ada' }], text: 'Ada' },
    ]);
  });
});
