import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { openai, type OpenAIOptions } from '../../../activities/index.js';
import type { Message } from '../../../src/model/message.js';
import type { JsonSchema } from '../../../src/model/request.js';
import { startWireServer, type WireServer } from '../../../testing/index.js';
import { ask } from './ask.js';
import { callItem, messageItem, responseEvents } from './responses-wire.js';

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer();
});
afterEach(() => server.close());

const provider = (options: OpenAIOptions = {}) => openai({ baseURL: `${server.url}/v1`, api: 'responses', ...options });
const answerText = (text = 'Yes.') => server.answer({ sse: responseEvents([messageItem(text)]) });
const sent = () => server.requests.at(-1)?.body as Readonly<Record<string, unknown>>;
const search = {
  name: 'docs/search.v2',
  description: 'Searches.',
  inputSchema: { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object', properties: {} },
};

test('a call is streamed, stored nowhere, and asks for encrypted thoughts', async () => {
  answerText();
  await ask(provider(), { settings: { maxTokens: 300, reasoning: 'low' } });
  expect(server.requests[0]).toMatchObject({ path: '/v1/responses', headers: { authorization: 'Bearer test-key' } });
  expect(sent()).toEqual({
    model: 'gpt-5',
    stream: true,
    store: false,
    include: ['reasoning.encrypted_content'],
    instructions: 'Be brief.',
    input: [{ role: 'user', content: [{ type: 'input_text', text: 'What is there?' }] }],
    max_output_tokens: 300,
    reasoning: { effort: 'low' },
  });
});

test('a model that does not think is not asked for thoughts', async () => {
  answerText();
  const { reply } = await ask(provider(), { model: 'gpt-4o', settings: { reasoning: 'high', temperature: 0.2 } });
  expect(sent()).toMatchObject({ temperature: 0.2 });
  expect(sent()).not.toHaveProperty('include');
  expect(sent()).not.toHaveProperty('reasoning');
  expect(reply.warnings).toEqual(["Model 'gpt-4o' does not reason; the setting was left out."]);
});

test.each(['gpt-5', 'gpt-5-mini', 'o3', 'o4-mini', 'ft:o4-mini-2025-04-16:me::1'])(
  'a temperature is not sent to %s, and a warning says so',
  async (model) => {
    answerText();
    const { reply } = await ask(provider(), { model, settings: { temperature: 0.5 } });
    expect(sent()).not.toHaveProperty('temperature');
    expect(reply.warnings).toEqual([`Model '${model}' takes no temperature; it was left out.`]);
  },
);

test('a temperature nobody has set is not sent', async () => {
  answerText();
  await ask(provider(), { model: 'gpt-4o' });
  expect(sent()).not.toHaveProperty('temperature');
});

test('tool names that OpenAI refuses are renamed, in the declaration, in history, and back', async () => {
  server.answer({ sse: responseEvents([callItem('docs_search_v2', '{}')]) });
  const { reply, deltas } = await ask(provider(), { tools: [search] });
  expect(sent()).toMatchObject({
    tools: [
      { type: 'function', name: 'docs_search_v2', strict: false, parameters: { type: 'object', properties: {} } },
    ],
    tool_choice: 'auto',
  });
  expect(JSON.stringify(sent())).not.toContain('$schema');
  expect(reply.message.content).toMatchObject([{ type: 'tool-call', name: 'docs/search.v2', id: 'call_1' }]);
  expect(deltas.filter(({ type }) => type === 'tool-call')).toEqual([
    { type: 'tool-call', id: 'call_1', name: 'docs/search.v2', argumentsText: '' },
    { type: 'tool-call', id: 'call_1', name: 'docs/search.v2', argumentsText: '{}' },
  ]);
});

test('a model that has to answer still sees the tools it has used', async () => {
  answerText();
  await ask(provider(), { tools: [search], toolChoice: 'none' });
  expect(sent()).toMatchObject({ tool_choice: 'none', tools: [{ name: 'docs_search_v2' }] });
});

test('results of tools carry their errors, their pictures, and ids that are not too long', async () => {
  answerText();
  const id = `toolu_${'x'.repeat(70)}`;
  const messages: Message[] = [
    { role: 'user', content: [{ type: 'text', text: 'Look.' }] },
    { role: 'assistant', content: [{ type: 'tool-call', id, name: 'look', arguments: { at: 1 } }] },
    {
      role: 'tool',
      content: [
        { type: 'tool-result', id, name: 'look', content: [{ type: 'text', text: 'no light' }], isError: true },
        {
          type: 'tool-result',
          id: 'call_2',
          name: 'look',
          content: [
            { type: 'text', text: 'a cat' },
            { type: 'image', mediaType: 'image/png', data: 'aGk=' },
          ],
        },
      ],
    },
  ];
  await ask(provider(), { messages });
  const [, call, first, second] = sent()['input'] as { call_id: string }[];
  expect(call).toMatchObject({ type: 'function_call', name: 'look', arguments: '{"at":1}' });
  expect(call?.call_id.length).toBeLessThanOrEqual(40);
  expect(first).toEqual({ type: 'function_call_output', call_id: call?.call_id, output: 'Error: no light' });
  expect(second).toEqual({
    type: 'function_call_output',
    call_id: 'call_2',
    output: [
      { type: 'input_text', text: 'a cat' },
      { type: 'input_image', image_url: 'data:image/png;base64,aGk=', detail: 'auto' },
    ],
  });
});

test('files go as bytes or as an address', async () => {
  answerText();
  const content = [
    { type: 'file', mediaType: 'application/pdf', data: 'aGk=', name: 'a.pdf' },
    { type: 'file', mediaType: 'application/pdf', url: 'https://example.com/b.pdf' },
  ] as const;
  await ask(provider(), { messages: [{ role: 'user', content }] });
  expect(sent()['input']).toEqual([
    {
      role: 'user',
      content: [
        { type: 'input_file', file_data: 'data:application/pdf;base64,aGk=', filename: 'a.pdf' },
        { type: 'input_file', file_url: 'https://example.com/b.pdf' },
      ],
    },
  ]);
});

test('JSON by schema is strict, and the nulls that strictness adds are taken out of the reply', async () => {
  answerText('{"city":"Oslo","note":null,"zip":null}');
  const shape = z.object({ city: z.string(), note: z.string().optional(), zip: z.string().nullable() });
  const schema = z.toJSONSchema(shape, { io: 'input' }) as unknown as JsonSchema;
  const { reply } = await ask(provider(), { output: { name: 'the answer', schema } });
  expect(sent()).toMatchObject({
    text: {
      format: {
        type: 'json_schema',
        name: 'the_answer',
        strict: true,
        schema: { required: ['city', 'note', 'zip'], additionalProperties: false },
      },
    },
  });
  expect(reply.message.content).toMatchObject([{ type: 'text', text: '{"city":"Oslo","zip":null}' }]);
  expect(reply.warnings).toBeUndefined();
});

test('a schema that cannot be strict is sent as a wish, with a warning that says why', async () => {
  answerText('{"a":1}');
  const shape = z.object({ any: z.record(z.string(), z.number()) });
  const schema = z.toJSONSchema(shape, { io: 'input' }) as unknown as JsonSchema;
  const { reply } = await ask(provider(), { output: { name: 'answer', schema } });
  expect(sent()).toMatchObject({ text: { format: { strict: false, schema: { type: 'object' } } } });
  expect(reply.warnings?.[0]).toContain('/properties/any');
});

test('summaries of thoughts are asked for only if wanted', async () => {
  answerText();
  await ask(provider({ reasoningSummary: 'auto' }));
  expect(sent()).toMatchObject({ reasoning: { summary: 'auto' } });
});

test('another base URL means Chat Completions, unless it is said otherwise', async () => {
  server.answer({ sse: [{ choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: 'stop' }] }, '[DONE]'] });
  await ask(openai({ baseURL: `${server.url}/v1` }));
  expect(server.requests[0]?.path).toBe('/v1/chat/completions');
});
