import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ollama } from '../../../activities/models/ollama/index.js';
import type { PerdureError } from '../../../src/errors.js';
import { type Message, textOf, toolCallsOf } from '../../../src/model/message.js';
import type { ModelRequest } from '../../../src/model/request.js';
import { callOnce } from '../call-once.js';
import { calling, end, line, openOllama, type OpenOllama } from './open-ollama.js';

const tool = (name: string) => ({ name, description: 'A tool.', inputSchema: { type: 'object' } });
const tools = [tool('search'), tool('read_file')];
const question: Message = { role: 'user', content: [{ type: 'text', text: 'What is there?' }] };

let subject: OpenOllama;
beforeEach(async () => {
  subject = await openOllama();
});
afterEach(() => subject.close());

const call = (request: Partial<ModelRequest> = {}, signal?: AbortSignal) =>
  callOnce(subject.provider, { model: 'qwen3:8b', ...request }, signal ? { signal } : {});
const failure = (work: Promise<unknown> = call()): Promise<PerdureError> =>
  work.then(
    (value) => expect.fail(JSON.stringify(value)),
    (error: PerdureError) => error,
  );
const answer = (...lines: readonly object[]): void => subject.server.answer({ lines });

describe('traps of Ollama', () => {
  test('calls have no id: they get one that no other call of the conversation has', async () => {
    answer(line({ tool_calls: [calling('search', {}), calling('search', {})] }), end());
    const first = (await call({ tools })).reply.message;
    expect(toolCallsOf(first).map(({ id }) => id)).toEqual(['call_1', 'call_2']);
    const content = toolCallsOf(first).map(({ id, name }) => ({ type: 'tool-result' as const, id, name, content: [] }));
    answer(
      line({ tool_calls: [calling('search', {}, { id: 'call_abc' }), calling('search', {}, { id: 'call_2' })] }),
      end(),
    );
    const second = (await call({ tools, messages: [question, first, { role: 'tool', content }] })).reply.message;
    expect(toolCallsOf(second).map(({ id }) => id)).toEqual(['call_abc', 'call_3']);
  });

  test('a model that is not there is final, and the message has the command that gets it', async () => {
    subject.server.answer({ status: 404, json: { error: "model 'qwen3:8b' not found" } });
    expect(await failure()).toMatchObject({
      code: 'Model.InvalidRequest',
      retryable: false,
      message: expect.stringContaining('ollama pull qwen3:8b'),
    });
  });

  test('errors are text, in the middle of a stream too, and objects in servers that resemble it', async () => {
    answer(line({ content: 'Once' }), { error: 'an error was encountered while running the model: unexpected EOF' });
    expect(await failure()).toMatchObject({
      code: 'Model.Unavailable',
      retryable: true,
      message: expect.stringContaining('unexpected EOF'),
    });
    answer(line({ content: 'Once' }), { error: 'prompt is too long for the context window' });
    expect(await failure()).toMatchObject({ code: 'Model.ContextTooLong', retryable: false });
    subject.server.answer({ status: 400, json: { error: { message: 'bad format', type: 'invalid' } } });
    expect(await failure()).toMatchObject({
      code: 'Model.InvalidRequest',
      message: expect.stringContaining('bad format'),
    });
  });

  test('what is to be done is said for models without tools, without thoughts, and with a small context', async () => {
    subject.server.answer({
      status: 400,
      json: { error: 'registry.ollama.ai/library/gemma:2b does not support tools' },
    });
    expect(await failure()).toMatchObject({
      code: 'Model.InvalidRequest',
      message: expect.stringContaining('leave out the tools'),
    });
    subject.server.answer({ status: 400, json: { error: '"gemma:2b" does not support thinking' } });
    expect(await failure()).toMatchObject({
      code: 'Model.InvalidRequest',
      message: expect.stringContaining("'reasoning'"),
    });
    subject.server.answer({ status: 400, json: { error: 'the prompt exceeds the available context size' } });
    expect(await failure()).toMatchObject({
      code: 'Model.ContextTooLong',
      message: expect.stringContaining('num_ctx'),
    });
  });

  test('a stream without a line that is done is truncated; a last line needs no line break', async () => {
    answer(line({ content: 'Once' }));
    expect(await failure()).toMatchObject({ code: 'Model.Truncated', retryable: true });
    subject.server.answer({ text: `${JSON.stringify(line({ content: 'Yes.' }))}\n${JSON.stringify(end())}` });
    expect(textOf((await call()).reply.message)).toBe('Yes.');
  });

  test('a model that was only loaded has not answered', async () => {
    answer(end('load'));
    expect((await call()).reply).toMatchObject({ stopReason: 'other', message: { content: [] } });
  });

  test('what comes from the cache is not counted, and zero then', async () => {
    answer(line({ content: 'Yes.' }), end('stop', { prompt_eval_count: undefined }));
    expect((await call()).reply.usage).toEqual({ inputTokens: 0, outputTokens: 7 });
  });

  test('every line is a sign of life', async () => {
    answer(
      line({}),
      line({ thinking: 'Hm.' }),
      line({ content: 'Yes.' }),
      line({ tool_calls: [calling('search', { a: 1 })] }),
      end(),
    );
    expect((await call({ tools })).deltas).toEqual([
      { type: 'activity' },
      { type: 'reasoning', text: 'Hm.' },
      { type: 'text', text: 'Yes.' },
      { type: 'tool-call', id: 'call_1', name: 'search', argumentsText: '{"a":1}' },
      { type: 'activity' },
    ]);
  });

  test('a call can be aborted before any header has come', async () => {
    const controller = new AbortController();
    subject.server.answer({ delay: 20_000, json: {} });
    const work = call({}, controller.signal);
    work.catch(() => undefined);
    await expect.poll(() => subject.server.requests.length).toBe(1);
    controller.abort(new Error('stop it'));
    await expect(work).rejects.toThrow('stop it');
    await subject.server.requests[0]!.closed;
  });

  test('a key is not quoted, though a proxy does', async () => {
    subject.server.answer({ status: 401, json: { error: 'bad token: secret-key-1' } });
    const provider = ollama({ baseURL: subject.server.url, apiKey: 'secret-key-1' });
    const error = await failure(callOnce(provider, { model: 'qwen3:8b' }));
    expect(error.code).toBe('Model.Authentication');
    expect(JSON.stringify([error.message, error.details])).not.toContain('secret-key-1');
  });
});

describe('calls that a small model writes into its text', () => {
  const json = (name: string) => JSON.stringify({ name, arguments: { query: 'tea' } });
  const written: readonly [how: string, text: string, said: string][] = [
    ['after a marker', `I look. [TOOL_CALLS] [${json('search')}]`, 'I look.'],
    ['in tags', `I look.\n<tool_call>\n${json('search')}\n</tool_call>`, 'I look.'],
    ['in a tag nobody closed', `<tool_call>${json('search')}`, ''],
    ['as a bare list', ` [${json('search')}] `, ''],
    ['as a bare object', JSON.stringify({ name: 'search', parameters: { query: 'tea' } }), ''],
    [
      'as in another interface',
      JSON.stringify({ type: 'function', function: { name: 'search', arguments: '{"query":"tea"}' } }),
      '',
    ],
  ];

  test.each(written)('%s are calls, and nobody is shown them as text', async (_, text, said) => {
    answer(...text.split('').map((content) => line({ content })), end());
    const { reply, deltas } = await call({ tools });
    expect(toolCallsOf(reply.message)).toEqual([
      { type: 'tool-call', id: 'call_1', name: 'search', arguments: { query: 'tea' } },
    ]);
    expect(reply.stopReason).toBe('tool-calls');
    expect(textOf(reply.message)).toBe(said);
    expect(
      deltas
        .flatMap((delta) => (delta.type === 'text' ? [delta.text] : []))
        .join('')
        .trim(),
    ).toBe(said);
    expect(deltas.at(-1)).toMatchObject({ type: 'tool-call', name: 'search' });
  });

  test('several at once all count', async () => {
    answer(
      line({ content: `<tool_call>${json('search')}</tool_call>\n<tool_call>${json('read_file')}</tool_call>` }),
      end(),
    );
    expect(toolCallsOf((await call({ tools })).reply.message).map(({ name }) => name)).toEqual(['search', 'read_file']);
  });

  test.each([
    ['of a tool that is not there', `[${json('delete_all')}]`],
    ['that are not all of tools that are there', `[${json('search')}, ${json('delete_all')}]`],
    ['that are no JSON', '<tool_call>{"name": "search", "argu</tool_call>'],
    ['without arguments', '[{"name": "search"}]'],
    ['that are only JSON', '{"answer": 42}'],
    ['that only begin like one', 'If a < b, then [see] it.'],
  ])('%s are text, and shown as it is', async (_, text) => {
    answer(...text.split('').map((content) => line({ content })), end());
    const { reply, deltas } = await call({ tools });
    expect(reply.message.content).toEqual([{ type: 'text', text }]);
    expect(reply.stopReason).toBe('stop');
    expect(deltas.flatMap((delta) => (delta.type === 'text' ? [delta.text] : [])).join('')).toBe(text);
  });

  test('do not exist where the model was told of no tools', async () => {
    answer(line({ content: `[${json('search')}]` }), end());
    const { reply } = await call({ tools, toolChoice: 'none' });
    expect(toolCallsOf(reply.message)).toEqual([]);
  });

  test('text that cannot become one is shown at once', async () => {
    answer(line({ content: 'Good ' }), line({ content: 'day.' }), end());
    expect((await call({ tools })).deltas.slice(0, 2)).toEqual([
      { type: 'text', text: 'Good ' },
      { type: 'text', text: 'day.' },
    ]);
  });
});
