import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAICompatible, type OpenAICompatibleOptions } from '../../../activities/index.js';
import type { Message } from '../../../src/model/message.js';
import { startWireServer, type WireServer } from '../../../testing/index.js';
import { ask } from '../openai/ask.js';
import { chat, chunk } from './chat-wire.js';

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer();
});
afterEach(() => server.close());

const provider = (options: Partial<OpenAICompatibleOptions> = {}) =>
  openAICompatible({ baseURL: `${server.url}/v1`, ...options });
const answerText = () => server.answer(chat(chunk({ content: 'Yes.' }), chunk({}, 'stop')));
const sent = () => server.requests.at(-1)?.body as Readonly<Record<string, unknown>>;
const question: Message = { role: 'user', content: [{ type: 'text', text: 'What is there?' }] };
const output = {
  name: 'answer',
  schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

test('a call is streamed with its usage, and the limit has the name that servers know', async () => {
  answerText();
  await ask(provider(), { model: 'qwen3', settings: { maxTokens: 300, temperature: 0.5, reasoning: 'low' } });
  expect(server.requests[0]?.path).toBe('/v1/chat/completions');
  expect(sent()).toEqual({
    model: 'qwen3',
    stream: true,
    stream_options: { include_usage: true },
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'What is there?' },
    ],
    max_tokens: 300,
    temperature: 0.5,
    reasoning_effort: 'low',
  });
});

test('a server without a key gets none, nor what the environment says for OpenAI', async () => {
  const ambient = {
    OPENAI_API_KEY: 'sk-for-openai',
    OPENAI_ADMIN_KEY: 'sk-admin',
    OPENAI_ORG_ID: 'org-1',
    OPENAI_PROJECT_ID: 'proj-1',
    OPENAI_CUSTOM_HEADERS: 'X-Gateway-Key: gate-1\nX-Other: 2',
  };
  const before = { ...process.env };
  Object.assign(process.env, ambient);
  try {
    answerText();
    await ask(provider());
  } finally {
    for (const name of Object.keys(ambient)) delete process.env[name];
    Object.assign(process.env, before);
  }
  const headers = server.requests[0]?.headers ?? {};
  expect(headers).not.toHaveProperty('authorization');
  expect(JSON.stringify(headers)).not.toMatch(/sk-for|sk-admin|org-1|proj-1|gate-1|x-other/i);
});

test('a key and headers of its own are sent', async () => {
  answerText();
  await ask(
    provider({ apiKeySecret: 'ROUTER_KEY', headers: { 'x-title': 'tea' } }),
    {},
    { secrets: { ROUTER_KEY: 'k' } },
  );
  expect(server.requests[0]?.headers).toMatchObject({ authorization: 'Bearer k', 'x-title': 'tea' });
});

test('a fetch of its own is used', async () => {
  answerText();
  const asked: string[] = [];
  const own: typeof fetch = (input, init) => {
    asked.push(input instanceof Request ? input.url : String(input));
    return fetch(input, init);
  };
  await ask(provider({ fetch: own }));
  expect(asked).toEqual([`${server.url}/v1/chat/completions`]);
});

test('fields that only this server knows are added, and others taken out', async () => {
  answerText();
  await ask(provider({ extraBody: { chat_template_kwargs: { thinking: false }, stream_options: null } }));
  expect(sent()).toMatchObject({ chat_template_kwargs: { thinking: false } });
  expect(sent()).not.toHaveProperty('stream_options');
});

test('JSON by schema is asked for as the abilities of the model say', async () => {
  const one = provider({ models: { small: { tools: false, output: 'prompt' }, large: { output: 'native' } } });
  expect(one.abilitiesOf('any')).toEqual({ tools: true, output: 'without-tools' });
  expect(one.abilitiesOf('small')).toEqual({ tools: false, output: 'prompt' });
  expect(one.abilitiesOf('large')).toEqual({ tools: true, output: 'native' });
  answerText();
  await ask(one, { model: 'any', output });
  expect(sent()).toMatchObject({
    response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true } },
  });
  answerText();
  await ask(one, { model: 'small', output });
  expect(sent()).not.toHaveProperty('response_format');
});

test('pictures in results of tools follow in a message of their own, after all results', async () => {
  answerText();
  const messages: Message[] = [
    question,
    {
      role: 'assistant',
      content: [
        { type: 'tool-call', id: 'a', name: 'look', arguments: {} },
        { type: 'tool-call', id: 'b', name: 'count', arguments: { of: 'cats' } },
      ],
    },
    {
      role: 'tool',
      content: [
        {
          type: 'tool-result',
          id: 'a',
          name: 'look',
          content: [{ type: 'image', mediaType: 'image/png', data: 'aGk=' }],
        },
        { type: 'tool-result', id: 'b', name: 'count', content: [{ type: 'text', text: 'no' }], isError: true },
      ],
    },
  ];
  await ask(provider(), { instructions: '', messages });
  expect(sent()['messages']).toEqual([
    { role: 'user', content: 'What is there?' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        { id: 'a', type: 'function', function: { name: 'look', arguments: '{}' } },
        { id: 'b', type: 'function', function: { name: 'count', arguments: '{"of":"cats"}' } },
      ],
    },
    { role: 'tool', tool_call_id: 'a', content: '[See the next message.]' },
    { role: 'tool', tool_call_id: 'b', content: 'Error: no' },
    {
      role: 'user',
      content: [
        { type: 'text', text: "From tool 'look':" },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=' } },
      ],
    },
  ]);
});

test('a file by URL is refused before anybody is asked', async () => {
  const content = [{ type: 'file', mediaType: 'application/pdf', url: 'https://example.com/b.pdf' }] as const;
  await expect(ask(provider(), { messages: [{ role: 'user', content }] })).rejects.toMatchObject({
    code: 'Model.InvalidRequest',
  });
  expect(server.requests).toHaveLength(0);
});
