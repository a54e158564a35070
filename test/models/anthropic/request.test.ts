import { expect, test } from 'vitest';
import type { Message } from '../../../src/model/message.js';
import type { JsonSchema } from '../../../src/model/request.js';
import { key, say, withAnthropic } from './open-anthropic.js';
import { refusalsOf } from './strict-api.js';
import { replyOf } from './wire-events.js';

const answer = replyOf({ content: [{ text: ['Hi.'] }] });
const search = { name: 'search', description: 'Searches.', inputSchema: { type: 'object', properties: {} } };

test('a plain request is as small as it can be, with the conversation kept in the cache', () =>
  withAnthropic(async ({ server, call, sent }) => {
    server.answer(answer);
    await call();
    expect(sent()).toEqual({
      model: 'claude-sonnet-5',
      max_tokens: 4_096,
      stream: true,
      system: [{ type: 'text', text: 'Be brief.' }],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
      cache_control: { type: 'ephemeral' },
    });
    expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/v1/messages' });
  }));

test('the API version and the key go in the headers the SDK of today uses', () =>
  withAnthropic(async ({ server, call }) => {
    server.answer(answer);
    await call();
    const headers = server.requests[0]?.headers;
    expect(headers).toMatchObject({ 'anthropic-version': '2026-10-21', authorization: `Bearer ${key}` });
    expect(headers).not.toHaveProperty('x-api-key');
  }));

test('a proxy that reads x-api-key gets it by the option headers', () =>
  withAnthropic(
    async ({ server, call }) => {
      server.answer(answer);
      await call();
      expect(server.requests[0]?.headers).toMatchObject({ 'x-api-key': 'for the proxy' });
    },
    { headers: { 'x-api-key': 'for the proxy' } },
  ));

test('temperature is left out with a warning, as the API refuses it even at its default', () =>
  withAnthropic(async ({ server, call, sent }) => {
    server.answer(answer);
    const reply = await call({ settings: { temperature: 1, maxTokens: 100 } });
    expect(sent()).not.toHaveProperty('temperature');
    expect(sent()).toMatchObject({ max_tokens: 100 });
    expect(reply.warnings).toEqual([expect.stringContaining('temperature')]);
  }));

test('reasoning is an effort for models that decide themselves how long they think', () =>
  withAnthropic(async ({ server, call, sent }) => {
    server.answer(answer);
    await call({ settings: { reasoning: 'high' } });
    expect(sent()).toMatchObject({ thinking: { type: 'adaptive' }, output_config: { effort: 'high' } });
  }));

test('reasoning is a number of tokens for models of before, and left out with a warning where none fit', () =>
  withAnthropic(async ({ server, call, sent }) => {
    server.answer(answer, answer);
    await call({ model: 'claude-haiku-4-5-20251001', settings: { reasoning: 'medium', maxTokens: 8_000 } });
    expect(sent()['thinking']).toEqual({ type: 'enabled', budget_tokens: 4_000 });
    expect(sent()).not.toHaveProperty('output_config');
    const reply = await call({ model: 'claude-haiku-4-5', settings: { reasoning: 'low', maxTokens: 1_000 } });
    expect(sent()).not.toHaveProperty('thinking');
    expect(reply.warnings).toEqual([expect.stringContaining('does not think')]);
  }));

test('tools are declared as they are, and stay declared when the model has to answer', () =>
  withAnthropic(async ({ server, call, sent }) => {
    server.answer(answer, answer);
    await call({
      tools: [{ ...search, inputSchema: { $schema: 'https://json-schema.org/x', ...search.inputSchema } }],
    });
    expect(sent()).toMatchObject({
      tools: [{ name: 'search', description: 'Searches.', input_schema: { type: 'object', properties: {} } }],
      tool_choice: { type: 'auto' },
    });
    expect(sent().tools?.[0]?.input_schema).not.toHaveProperty('$schema');
    await call({ tools: [search], toolChoice: 'none' });
    expect(sent()).toMatchObject({ tools: [{ name: 'search' }], tool_choice: { type: 'none' } });
  }));

test('alternatives at the top of a tool become one object, as the API refuses them there', () =>
  withAnthropic(async ({ server, call, sent }) => {
    server.answer(answer);
    const byId = { type: 'object', properties: { id: { type: 'string' }, depth: { type: 'integer' } } };
    const byName = { properties: { id: { type: 'number' }, depth: { type: 'integer' }, name: { type: 'string' } } };
    const inputSchema: JsonSchema = {
      type: 'object',
      properties: { dry: { type: 'boolean' } },
      anyOf: [{ ...byId, required: ['id', 'depth'] }, { $ref: '#/$defs/byName' }],
      allOf: [{ properties: {}, required: ['dry'] }],
      $defs: { byName: { ...byName, required: ['name', 'depth'] } },
    };
    await call({ tools: [{ ...search, inputSchema }] });
    expect(sent().tools?.[0]?.input_schema).toEqual({
      type: 'object',
      properties: {
        dry: { type: 'boolean' },
        id: { anyOf: [{ type: 'string' }, { type: 'number' }] },
        depth: { type: 'integer' },
        name: { type: 'string' },
      },
      required: ['dry', 'depth'],
      $defs: inputSchema['$defs'],
    });
  }));

test('tools of the past are declared where there are none now, as a conversation with calls is refused without', () =>
  withAnthropic(async ({ server, call, sent }) => {
    server.answer(answer);
    await call({ messages: withCalls(['search', 'fetch']) });
    expect(sent().tools?.map(({ name }) => name)).toEqual(['search', 'fetch']);
    expect(sent()['tool_choice']).toEqual({ type: 'none' });
    expect(refusalsOf(sent())).toEqual([]);
  }));

test('names of tools the API does not take are changed, and changed back in the reply', () =>
  withAnthropic(async ({ server, call, sent }) => {
    const long = `mcp.${'x'.repeat(90)}`;
    const names = ['files/read', 'files.read', 'files_read', long];
    server.answer(answer);
    await call({ tools: names.map((name) => ({ ...search, name })) });
    const wire = sent().tools?.map(({ name }) => name) ?? [];
    expect(wire[2]).toBe('files_read');
    expect(new Set(wire).size).toBe(4);
    expect(refusalsOf(sent())).toEqual([]);
    server.answer(
      replyOf({
        content: wire.map((tool, index) => ({ tool, id: `toolu_${index}`, json: ['{}'] })),
        stopReason: 'tool_use',
      }),
    );
    const { message } = await call({ tools: names.map((name) => ({ ...search, name })) });
    expect(message.content.map((part) => part.type === 'tool-call' && part.name)).toEqual(names);
    server.answer(answer);
    await call({ tools: names.map((name) => ({ ...search, name })), messages: [say('Go'), message] });
    expect(sent().messages[1]?.content.map((block) => block['name'])).toEqual(wire);
  }));

test('pictures and documents go as what they are', () =>
  withAnthropic(async ({ server, call, sent }) => {
    server.answer(answer);
    const text = Buffer.from('a,b\n1,2').toString('base64');
    const message: Message = {
      role: 'user',
      content: [
        { type: 'image', mediaType: 'image/jpg', data: 'AAAA' },
        { type: 'image', mediaType: 'image/png', url: 'https://example.com/a.png' },
        { type: 'file', mediaType: 'application/pdf', data: 'BBBB', name: 'a.pdf' },
        { type: 'file', mediaType: 'application/pdf', url: 'https://example.com/b.pdf' },
        { type: 'file', mediaType: 'text/csv', data: text, name: 'a.csv' },
      ],
    };
    const { warnings } = await call({ messages: [message] });
    expect(warnings).toBeUndefined();
    expect(sent().messages[0]?.content).toEqual([
      { type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: 'AAAA' } },
      { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
      { type: 'document', title: 'a.pdf', source: { type: 'base64', media_type: 'application/pdf', data: 'BBBB' } },
      { type: 'document', source: { type: 'url', url: 'https://example.com/b.pdf' } },
      { type: 'document', title: 'a.csv', source: { type: 'text', media_type: 'text/plain', data: 'a,b\n1,2' } },
    ]);
  }));

test('what the API cannot be shown is said to the model and in a warning', () =>
  withAnthropic(async ({ server, call, sent }) => {
    server.answer(answer);
    const { warnings } = await call({
      messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'audio/wav', data: 'AAAA', name: 'a.wav' }] }],
    });
    expect(sent().messages[0]?.content).toEqual([{ type: 'text', text: '[a.wav (audio/wav) cannot be shown]' }]);
    expect(warnings).toEqual([expect.stringContaining('a.wav')]);
  }));

test('an output goes as a JSON schema beside the tools, and beside an effort', () =>
  withAnthropic(async ({ server, call, sent }) => {
    server.answer(answer);
    const schema = { type: 'object', properties: { city: { type: 'string', minLength: 2 } }, required: ['city'] };
    await call({ tools: [search], output: { name: 'answer', schema }, settings: { reasoning: 'low' } });
    expect(sent()['output_config']).toEqual({
      effort: 'low',
      format: {
        type: 'json_schema',
        schema: {
          type: 'object',
          properties: { city: { type: 'string', description: '{minLength: 2}' } },
          additionalProperties: false,
          required: ['city'],
        },
      },
    });
  }));

test('an output with free keys is asked for in words, as the API could only return it empty', () =>
  withAnthropic(async ({ server, call, sent }) => {
    server.answer(answer);
    const schema = { type: 'object', additionalProperties: { type: 'number' } };
    const { warnings } = await call({ output: { name: 'answer', schema } });
    expect(sent()).not.toHaveProperty('output_config');
    expect(sent()['system']).toEqual([{ type: 'text', text: expect.stringContaining(JSON.stringify(schema)) }]);
    expect(warnings).toEqual([expect.stringContaining('keys of any name')]);
  }));

test('the cache can be kept for an hour, or not at all', async () => {
  await withAnthropic(
    async ({ server, call, sent }) => {
      server.answer(answer);
      await call();
      expect(sent()['cache_control']).toEqual({ type: 'ephemeral', ttl: '1h' });
    },
    { promptCache: '1h' },
  );
  await withAnthropic(
    async ({ server, call, sent }) => {
      server.answer(answer);
      await call({ instructions: '' });
      expect(sent()).not.toHaveProperty('cache_control');
      expect(sent()).not.toHaveProperty('system');
    },
    { promptCache: 'none' },
  );
});

function withCalls(names: readonly string[]): Message[] {
  return [
    say('Hello'),
    {
      role: 'assistant',
      content: names.map((name, index) => ({ type: 'tool-call', id: `call_${index}`, name, arguments: {} })),
    },
    {
      role: 'tool',
      content: names.map((name, index) => ({ type: 'tool-result', id: `call_${index}`, name, content: [] })),
    },
  ];
}
