import { expect, test } from 'vitest';
import type { Message, ToolResultPart } from '../../../src/model/message.js';
import { say, withAnthropic } from './open-anthropic.js';
import { refusalsOf } from './strict-api.js';
import { replyOf } from './wire-events.js';

const answer = replyOf({ content: [{ text: ['Done.'] }] });
const search = { name: 'search', description: 'Searches.', inputSchema: { type: 'object' } };
const result = (id: string, text: string, isError = false): ToolResultPart => ({
  type: 'tool-result',
  id,
  name: 'search',
  content: [{ type: 'text', text }],
  ...(isError && { isError }),
});

test('thinking, redacted thinking, citations, server tools and callers go back exactly as they came', () =>
  withAnthropic(async ({ server, call, sent }) => {
    const citation = { type: 'char_location', cited_text: 'tea', document_index: 0, start_char_index: 0 };
    const found = {
      type: 'web_search_tool_result',
      tool_use_id: 'srv_1',
      content: [{ encrypted_content: 'EqgfCioI' }],
    };
    const caller = { type: 'code_execution_20260120', tool_id: 'srv_1' };
    server.answer(
      replyOf({
        content: [
          { thinking: ['First ', 'I "look".\n'], signature: 'c2lnbmF0dXJl' },
          { whole: { type: 'redacted_thinking', data: 'ZW5jcnlwdGVk' } },
          { whole: { type: 'server_tool_use', id: 'srv_1', name: 'web_search', input: { query: 'tea' } } },
          { whole: found },
          { text: ['I ', 'look.'], citations: [citation] },
          { tool: 'search', id: 'toolu_1', json: ['{"b":1,', '"a":"ü"}'], caller },
          { tool: 'search', id: 'toolu_2', json: ['{}'], caller: { type: 'direct' } },
        ],
        stopReason: 'tool_use',
      }),
      answer,
    );
    const { message } = await call({ tools: [search] });
    await call({
      tools: [search],
      messages: [say('Hello'), message, { role: 'tool', content: [result('toolu_1', 'Yes'), result('toolu_2', 'No')] }],
    });
    expect(sent().messages[1]).toEqual({
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'First I "look".\n', signature: 'c2lnbmF0dXJl' },
        { type: 'redacted_thinking', data: 'ZW5jcnlwdGVk' },
        { type: 'server_tool_use', id: 'srv_1', name: 'web_search', input: { query: 'tea' } },
        found,
        { type: 'text', text: 'I look.', citations: [citation] },
        { type: 'tool_use', id: 'toolu_1', name: 'search', input: { b: 1, a: 'ü' }, caller },
        { type: 'tool_use', id: 'toolu_2', name: 'search', input: {}, caller: { type: 'direct' } },
      ],
    });
    expect(refusalsOf(sent())).toEqual([]);
  }));

test('a thought without its signature is not sent back', () =>
  withAnthropic(async ({ server, call, sent }) => {
    server.answer(replyOf({ content: [{ thinking: ['Hm.'] }, { text: ['So.'] }] }), answer);
    const { message } = await call();
    expect(message.content[0]).toEqual({ type: 'reasoning', text: 'Hm.' });
    await call({ messages: [say('Hello'), message, say('And?')] });
    expect(sent().messages[1]?.content).toEqual([{ type: 'text', text: 'So.' }]);
  }));

test('what another provider made goes on as far as it can be read, without a word of its secrets', () =>
  withAnthropic(async ({ server, call, sent }) => {
    server.answer(answer);
    const opaque = { provider: 'openai', data: { id: 'rs_1', encrypted_content: 'gAAAA-secret' } };
    await call({
      tools: [search],
      messages: [
        say('Hello'),
        {
          role: 'assistant',
          content: [
            { type: 'reasoning', text: 'I thought.', opaque },
            { type: 'provider', opaque },
            { type: 'text', text: 'I look.', opaque },
            { type: 'refusal', text: 'Not all of it.' },
            { type: 'tool-call', id: 'call:1', name: 'search', arguments: { q: 1 }, opaque },
            { type: 'tool-call', id: 'call:2', name: 'search', arguments: null, invalid: 'no JSON', opaque },
          ],
        },
        { role: 'tool', content: [result('call:1', 'Tea'), result('call:2', 'Not valid', true)] },
      ],
    });
    expect(sent().messages[1]?.content).toEqual([
      { type: 'text', text: 'I look.' },
      { type: 'text', text: 'Not all of it.' },
      { type: 'tool_use', id: 'call_1', name: 'search', input: { q: 1 } },
      { type: 'tool_use', id: 'call_2', name: 'search', input: {} },
    ]);
    expect(server.requests[0]?.text).not.toContain('gAAAA-secret');
    expect(refusalsOf(sent())).toEqual([]);
  }));

test('all results of a turn come first, in the order of the calls, in one message with what is said next', () =>
  withAnthropic(async ({ server, call, sent }) => {
    server.answer(answer);
    await call({
      tools: [search],
      messages: [
        say('Hello'),
        calls('call_1', 'call_2'),
        { role: 'tool', content: [result('call_2', 'two', true)] },
        { role: 'tool', content: [result('call_1', 'one')] },
        say('Answer now.'),
      ],
    });
    expect(sent().messages).toHaveLength(3);
    expect(sent().messages[2]).toEqual({
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'call_1', content: [{ type: 'text', text: 'one' }] },
        { type: 'tool_result', tool_use_id: 'call_2', content: [{ type: 'text', text: 'two' }], is_error: true },
        { type: 'text', text: 'Answer now.' },
      ],
    });
    expect(refusalsOf(sent())).toEqual([]);
  }));

test('a call without its result and a result without its call do not have the request refused', () =>
  withAnthropic(async ({ server, call, sent }) => {
    server.answer(answer);
    await call({
      tools: [search],
      messages: [
        say('Hello'),
        { role: 'tool', content: [result('call_0', 'from before')] },
        calls('call_1', 'call_2'),
        { role: 'tool', content: [result('call_2', 'two')] },
        calls('call_3'),
      ],
    });
    expect(refusalsOf(sent())).toEqual([]);
    expect(sent().messages[0]?.content[1]).toEqual({ type: 'text', text: 'from before' });
    expect(sent().messages[2]?.content[0]).toMatchObject({ tool_use_id: 'call_1', is_error: true });
    expect(sent().messages[4]?.content[0]).toMatchObject({ tool_use_id: 'call_3', is_error: true });
  }));

test('arguments that were no JSON go back as what was written, in an object', () =>
  withAnthropic(async ({ server, call, sent }) => {
    server.answer(
      replyOf({ content: [{ tool: 'search', id: 'toolu_1', json: ['{"city": ', 'Par'] }], stopReason: 'tool_use' }),
      answer,
    );
    const { message } = await call({ tools: [search] });
    expect(message.content[0]).toMatchObject({ type: 'tool-call', arguments: null, invalid: expect.any(String) });
    await call({ tools: [search], messages: [say('Hello'), message] });
    expect(sent().messages[1]?.content[0]).toMatchObject({ input: { INVALID_JSON: '{"city": Par' } });
    expect(refusalsOf(sent())).toEqual([]);
  }));

test('a paused turn goes back as it is, and what comes then is the same turn', () =>
  withAnthropic(async ({ server, call, sent }) => {
    const use = { type: 'server_tool_use', id: 'srv_1', name: 'web_search', input: { query: 'tea' } };
    server.answer(
      replyOf({ content: [{ text: ['I look.'] }, { whole: use }], stopReason: 'pause_turn' }),
      answer,
      answer,
    );
    const paused = await call();
    expect(paused.stopReason).toBe('pause');
    const { message } = await call({ messages: [say('Hello'), paused.message] });
    expect(sent().messages.at(-1)).toEqual({ role: 'assistant', content: [{ type: 'text', text: 'I look.' }, use] });
    await call({ messages: [say('Hello'), paused.message, message, say('And?')] });
    expect(sent().messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(sent().messages[1]?.content).toHaveLength(3);
  }));

test('pictures in results are shown, and in errors only named, as the API takes no other errors than text', () =>
  withAnthropic(async ({ server, call, sent }) => {
    server.answer(answer);
    const picture = { type: 'image' as const, mediaType: 'image/png', data: 'AAAA' };
    const { warnings } = await call({
      tools: [search],
      messages: [
        say('Hello'),
        calls('call_1', 'call_2', 'call_3'),
        {
          role: 'tool',
          content: [
            { ...result('call_1', ''), content: [picture] },
            { ...result('call_2', '', true), content: [picture] },
            { ...result('call_3', ' ') },
          ],
        },
      ],
    });
    const [shown, named, empty] = sent().messages[2]?.content ?? [];
    expect(shown?.['content']).toMatchObject([{ type: 'image' }]);
    expect(named?.['content']).toEqual([{ type: 'text', text: '[image/png cannot be shown]' }]);
    expect(empty).toEqual({ type: 'tool_result', tool_use_id: 'call_3' });
    expect(warnings).toHaveLength(1);
    expect(refusalsOf(sent())).toEqual([]);
  }));

test('empty messages are left out, and their neighbours become one', () =>
  withAnthropic(async ({ server, call, sent }) => {
    server.answer(answer);
    await call({
      messages: [say('Hello'), { role: 'assistant', content: [{ type: 'text', text: ' \n' }] }, say('Yes?')],
    });
    expect(sent().messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Hello' },
          { type: 'text', text: 'Yes?' },
        ],
      },
    ]);
  }));

test('the strict reading of requests finds what is wrong in one', () => {
  const use = { type: 'tool_use', id: 'a:1', name: 'a.b', input: [] };
  const problems = refusalsOf({
    temperature: 1,
    messages: [
      { role: 'assistant', content: [use] },
      { role: 'user', content: [{ type: 'text', text: ' ' }] },
    ],
  });
  expect(problems).toHaveLength(10);
});

function calls(...ids: readonly string[]): Message {
  return {
    role: 'assistant',
    content: ids.map((id) => ({ type: 'tool-call', id, name: 'search', arguments: { id } })),
  };
}
