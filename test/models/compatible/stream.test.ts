import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAICompatible, type OpenAICompatibleOptions } from '../../../activities/index.js';
import type { AssistantMessage, Message } from '../../../src/model/message.js';
import { startWireServer, type WireAnswer, type WireServer } from '../../../testing/index.js';
import { ask } from '../openai/ask.js';
import { stopped } from '../openai/responses-wire.js';
import { callChunks, chat, chunk, usageChunk } from './chat-wire.js';

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer();
});
afterEach(() => server.close());

const provider = (options: Partial<OpenAICompatibleOptions> = {}) =>
  openAICompatible({ baseURL: `${server.url}/v1`, ...options });
const reply = async (answer: WireAnswer, messages?: readonly Message[]) => {
  server.answer(answer);
  return (await ask(provider(), messages ? { messages } : {})).reply;
};
const question: Message = { role: 'user', content: [{ type: 'text', text: 'What is there?' }] };
const call = (piece: object) => chunk({ tool_calls: [piece] });

test('a server that says stop after tool calls has made them', async () => {
  const { stopReason, message } = await reply(chat(...callChunks('search', '{"q":1}'), chunk({}, 'stop')));
  expect(stopReason).toBe('tool-calls');
  expect(message.content).toEqual([{ type: 'tool-call', id: 'call_0', name: 'search', arguments: { q: 1 } }]);
});

test('a server without usage gives a reply without usage', async () => {
  expect(await reply(chat(chunk({ content: 'Hi' }), chunk({}, 'stop')))).not.toHaveProperty('usage');
});

test('the usage counts cached tokens and thoughts, in the chunk with the end too', async () => {
  const usage = {
    prompt_tokens: 10,
    completion_tokens: 5,
    prompt_tokens_details: { cached_tokens: 4 },
    completion_tokens_details: { reasoning_tokens: 2 },
  };
  const said = await reply(stopped([chunk({ content: 'Hi' }), { ...chunk({}, 'stop'), usage }], 'silence'));
  expect(said.usage).toEqual({ inputTokens: 10, outputTokens: 5, cachedTokens: 4, reasoningTokens: 2 });
});

test('a connection that breaks after the end has lost the usage only', async () => {
  const said = await reply(stopped([chunk({ content: 'Hi' }), chunk({}, 'stop')], 'drop'));
  expect(said.message.content).toEqual([{ type: 'text', text: 'Hi' }]);
});

test.each(['reasoning', 'reasoning_content'])('thoughts come in the field %s', async (field) => {
  const said = await reply(
    chat(chunk({ [field]: 'Hm, ' }), chunk({ [field]: 'tea.' }), chunk({ content: 'Tea.' }, 'stop')),
  );
  expect(said.message.content).toMatchObject([
    { type: 'reasoning', text: 'Hm, tea.' },
    { type: 'text', text: 'Tea.' },
  ]);
});

test('thoughts that come in both fields are there once, and in pieces', async () => {
  server.answer(chat(chunk({ reasoning: 'Hm.', reasoning_content: 'Hm.' }), chunk({ content: 'Tea.' }, 'stop')));
  const { deltas, reply: said } = await ask(provider());
  expect(said.message.content[0]).toMatchObject({ type: 'reasoning', text: 'Hm.' });
  expect(deltas).toEqual([{ type: 'activity' }, { type: 'reasoning', text: 'Hm.' }, { type: 'text', text: 'Tea.' }]);
});

test('content in parts is read, thoughts among them', async () => {
  const parts = [
    { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] },
    { type: 'text', text: 'Tea.' },
  ];
  const said = await reply(chat(chunk({ content: parts }, 'stop')));
  expect(said.message.content).toEqual([
    { type: 'reasoning', text: 'Hm.' },
    { type: 'text', text: 'Tea.' },
  ]);
});

test('pieces of several calls are put together by their index, in any order', async () => {
  const [a1, a2] = callChunks('one', '{"a":1}', 0);
  const [b1, b2] = callChunks('two', '{"b":2}', 1);
  const { message } = await reply(chat(a1, b1, b2, a2, chunk({}, 'tool_calls')));
  expect(message.content).toMatchObject([
    { id: 'call_0', name: 'one', arguments: { a: 1 } },
    { id: 'call_1', name: 'two', arguments: { b: 2 } },
  ]);
});

test('calls without index, or all with the same, are told apart by their ids', async () => {
  for (const index of [{}, { index: 0 }]) {
    const { message } = await reply(
      chat(
        call({ ...index, id: 'a', function: { name: 'one', arguments: '{"a":1}' } }),
        call({ ...index, id: 'b', function: { name: 'two', arguments: '{"b"' } }),
        call({ ...index, id: 'b', function: { arguments: ':2}' } }),
        chunk({}, 'tool_calls'),
      ),
    );
    expect(message.content).toMatchObject([
      { id: 'a', name: 'one', arguments: { a: 1 } },
      { id: 'b', name: 'two', arguments: { b: 2 } },
    ]);
  }
});

test('calls without ids, and ids that were there before, get ids of their own', async () => {
  const earlier: AssistantMessage = {
    role: 'assistant',
    content: [{ type: 'tool-call', id: 'call_0', name: 'one', arguments: {} }],
  };
  const answered: Message = {
    role: 'tool',
    content: [{ type: 'tool-result', id: 'call_0', name: 'one', content: [] }],
  };
  const { message } = await reply(
    chat(
      ...callChunks('one', '{}', 0),
      call({ index: 1, function: { name: 'two', arguments: '{}' } }),
      chunk({}, 'stop'),
    ),
    [question, earlier, answered],
  );
  const ids = message.content.map((part) => (part.type === 'tool-call' ? part.id : ''));
  expect(new Set([...ids, 'call_0', '']).size).toBe(4);
});

test('arguments as an object, or none at all, are read', async () => {
  const { message } = await reply(
    chat(
      call({ index: 0, id: 'a', function: { name: 'one', arguments: { a: 1 } } }),
      call({ index: 1, id: 'b', function: { name: 'two', arguments: '' } }),
      chunk({}, 'tool_calls'),
    ),
  );
  expect(message.content).toMatchObject([{ arguments: { a: 1 } }, { arguments: {} }]);
});

test('a call cut off before its arguments is not made with an empty object', async () => {
  const said = await reply(
    chat(call({ index: 0, id: 'a', function: { name: 'one', arguments: '' } }), chunk({}, 'length')),
  );
  expect(said).toMatchObject({ stopReason: 'length', message: { content: [{ arguments: null }] } });
});

test('what stands beside a call, such as a signature, goes back to the same server only', async () => {
  const extra_content = { google: { thought_signature: 'sig-1' } };
  const { message } = await reply(
    chat(
      call({ index: 0, id: 'a', type: 'function', function: { name: 'one', arguments: '{}' }, extra_content }),
      chunk({}, 'stop'),
    ),
  );
  const result: Message = { role: 'tool', content: [{ type: 'tool-result', id: 'a', name: 'one', content: [] }] };
  const answer = chat(chunk({ content: 'Hi' }, 'stop'));
  await reply(answer, [question, message, result]);
  expect(server.requests.at(-1)?.body).toMatchObject({
    messages: [{}, {}, { tool_calls: [{ id: 'a', extra_content }] }, {}],
  });
  server.answer(answer);
  const other = provider({ baseURL: `${server.url.replace('127.0.0.1', 'localhost')}/v1` });
  await ask(other, { messages: [question, message, result] });
  expect(server.requests.at(-1)?.text).not.toContain('sig-1');
});

test('thoughts go back only if the server wants them, in the field they came in', async () => {
  const { message } = await reply(chat(chunk({ reasoning_content: 'Hm.' }), chunk({ content: 'Tea.' }, 'stop')));
  const answer = chat(chunk({ content: 'Hi' }, 'stop'));
  const messages: Message[] = [question, message, question];
  await reply(answer, messages);
  expect(server.requests.at(-1)?.text).not.toContain('Hm.');
  server.answer(answer);
  await ask(provider({ replayReasoning: true }), { messages });
  expect(server.requests.at(-1)?.body).toMatchObject({
    messages: [{}, {}, { role: 'assistant', content: 'Tea.', reasoning_content: 'Hm.' }, {}],
  });
});

test.each([
  ['an error with a number for a code', { error: { message: 'No', code: 429 } }, 'Model.RateLimit', true],
  [
    'an error as a chunk',
    { object: 'error', message: 'No', type: 'BadRequestError', code: 400 },
    'Model.InvalidRequest',
    false,
  ],
  ['the reason to finish "error"', chunk({}, 'error'), 'Model.Unavailable', true],
])('a server reports in its stream: %s', async (_, event, code, retryable) => {
  server.answer({ sse: [chunk({ content: 'Hi' }), event] });
  await expect(ask(provider())).rejects.toMatchObject({ code, retryable });
});

test('a reply stopped by the content filter is a refusal', async () => {
  expect(
    (await reply(chat(chunk({ content: 'I' }, 'content_filter'), usageChunk({ inputTokens: 1, outputTokens: 1 }))))
      .stopReason,
  ).toBe('refusal');
});
