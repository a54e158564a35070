import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ollama, type OllamaOptions } from '../../../activities/models/ollama/index.js';
import type { Message } from '../../../src/model/message.js';
import type { ModelRequest } from '../../../src/model/request.js';
import { callOnce } from '../call-once.js';
import { end, line, openOllama, type OpenOllama } from './open-ollama.js';

const inputSchema = { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] };
const search = { name: 'web.search', description: 'Searches.', inputSchema };
const schema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };

let subject: OpenOllama;
beforeEach(async () => {
  subject = await openOllama();
});
afterEach(() => subject.close());

async function sent(request: Partial<ModelRequest>, options?: OllamaOptions, secrets: Record<string, string> = {}) {
  subject.server.answer({ lines: [line({ content: 'Yes.' }), end()] });
  const provider = options ? ollama({ baseURL: subject.server.url, ...options }) : subject.provider;
  const { reply } = await callOnce(provider, { model: 'qwen3:8b', ...request }, { secrets });
  const { path, headers, body } = subject.server.requests.at(-1)!;
  return { path, headers, body: body as Record<string, unknown> & { messages: object[] }, warnings: reply.warnings };
}

describe('what Ollama is asked', () => {
  test('goes to its own interface, always as a stream, without a key', async () => {
    const { path, headers, body } = await sent({}, undefined, { OLLAMA_API_KEY: 'for ollama.com' });
    expect(path).toBe('/api/chat');
    expect(headers.authorization).toBeUndefined();
    expect(body).toEqual({
      model: 'qwen3:8b',
      messages: [{ role: 'user', content: 'What is there?' }],
      stream: true,
      truncate: false,
      shift: false,
      options: {},
    });
  });

  test('goes where OLLAMA_HOST says, if the options do not', async () => {
    vi.stubEnv('OLLAMA_HOST', subject.server.url.replace('http://', ''));
    subject.server.answer({ lines: [line({ content: 'Yes.' }), end()] });
    await callOnce(ollama(), { model: 'qwen3:8b' }).finally(() => vi.unstubAllEnvs());
    expect(subject.server.requests).toHaveLength(1);
  });

  test('has settings, tools under their own names, and the options of the provider', async () => {
    const { body } = await sent(
      { instructions: 'Be brief.', settings: { maxTokens: 300, temperature: 0, reasoning: 'high' }, tools: [search] },
      { options: { num_ctx: 32_768, seed: 1 }, keepAlive: '10m', think: false },
    );
    expect(body).toMatchObject({
      messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user' }],
      tools: [
        { type: 'function', function: { name: 'web.search', description: 'Searches.', parameters: inputSchema } },
      ],
      think: 'high',
      keep_alive: '10m',
      options: { num_ctx: 32_768, seed: 1, num_predict: 300, temperature: 0 },
    });
    expect((await sent({}, { think: false, keepAlive: -1 })).body).toMatchObject({ think: false, keep_alive: -1 });
  });

  test('a context that is full is an error instead of silently lost messages, unless that is wanted', async () => {
    expect((await sent({})).body).toMatchObject({ truncate: false, shift: false });
    expect((await sent({}, { truncate: true })).body).toMatchObject({ truncate: true, shift: true });
  });

  test('there is no tool_choice: where no tool may be called none is named', async () => {
    const { body, warnings } = await sent({ tools: [search], toolChoice: 'none' });
    expect(body).not.toHaveProperty('tools');
    expect(body).not.toHaveProperty('tool_choice');
    expect(warnings).toBeUndefined();
  });

  test('a format binds all that is written: it goes without tools, and the schema is in the prompt too', async () => {
    const { body, warnings } = await sent({
      instructions: 'Be brief.',
      tools: [search],
      output: { name: 'answer', schema },
    });
    expect(body['format']).toEqual(schema);
    expect(body).not.toHaveProperty('tools');
    expect(body.messages[0]).toEqual({
      role: 'system',
      content: `Be brief.\n\nReply with JSON that fits this JSON Schema:\n${JSON.stringify(schema)}`,
    });
    expect(warnings).toEqual([expect.stringMatching(/only without tools/)]);
    expect(subject.provider.abilitiesOf('any')).toEqual({ tools: true, output: 'without-tools' });
  });

  test('follows what the options say of a model', async () => {
    const output = { name: 'answer', schema };
    const both = await sent({ tools: [search], output }, { models: { 'qwen3:8b': { output: 'native' } } });
    expect(both.body).toMatchObject({ format: schema, tools: [{}] });
    expect(both.warnings).toBeUndefined();
    const { body } = await sent({ output }, { models: { 'qwen3:8b': { output: 'prompt' } } });
    expect(body).not.toHaveProperty('format');
    expect(body.messages).toHaveLength(1);
  });

  test('has pictures as data; what it cannot take is said to the model and warned of', async () => {
    const { body, warnings } = await sent({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look.' },
            { type: 'image', mediaType: 'image/png', data: 'aGk=' },
            { type: 'image', mediaType: 'image/png', url: 'https://example.org/a.png', name: 'a.png' },
            { type: 'file', mediaType: 'text/plain', data: Buffer.from('A note.').toString('base64') },
            { type: 'file', mediaType: 'application/pdf', data: 'aGk=' },
          ],
        },
      ],
    });
    expect(body.messages).toEqual([
      {
        role: 'user',
        content: 'Look.\n\n[a.png cannot be shown]\n\nA note.\n\n[application/pdf cannot be shown]',
        images: ['aGk='],
      },
    ]);
    expect(warnings).toEqual([expect.stringContaining("'a.png'"), expect.stringContaining("'application/pdf'")]);
  });

  test('has a key only where one is named, or for ollama.com', async () => {
    const named = await sent({}, { apiKeySecret: 'PROXY_KEY' }, { PROXY_KEY: 'key-1', OLLAMA_API_KEY: 'key-2' });
    expect(named.headers.authorization).toBe('Bearer key-1');
    const headers: (string | undefined)[] = [];
    const fetch = async (_: unknown, init?: RequestInit): Promise<Response> => {
      headers.push(new Headers(init?.headers).get('authorization') ?? undefined);
      return new Response(JSON.stringify(end()));
    };
    const hosted = ollama({ baseURL: 'https://ollama.com', fetch });
    await callOnce(hosted, { model: 'gpt-oss:120b' }, { secrets: { OLLAMA_API_KEY: 'key-2' } });
    expect(headers).toEqual(['Bearer key-2']);
    await expect(callOnce(hosted, { model: 'gpt-oss:120b' }, { secrets: {} })).rejects.toMatchObject({
      code: 'Model.Authentication',
      message: expect.stringContaining('OLLAMA_API_KEY'),
    });
  });

  test('goes through a proxy that wants a name and a password in the address', async () => {
    const { headers, path } = await sent({}, { baseURL: `${subject.server.url.replace('//', '//me:p%40ss@')}/gpu/` });
    expect(path).toBe('/gpu/api/chat');
    expect(headers.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
  });
});

describe('a conversation as Ollama has it', () => {
  const question: Message = { role: 'user', content: [{ type: 'text', text: 'What is there?' }] };
  const asked: Message = {
    role: 'assistant',
    content: [
      { type: 'reasoning', text: 'Hm.', opaque: { provider: 'anthropic', data: { signature: 'theirs' } } },
      { type: 'provider', opaque: { provider: 'openai', data: { encrypted_content: 'theirs' } } },
      { type: 'text', text: 'I look.', opaque: { provider: 'google', data: { part: 'theirs' } } },
      { type: 'tool-call', id: 'toolu_1', name: 'web.search', arguments: { query: 'tea' } },
      { type: 'tool-call', id: 'toolu_2', name: 'web.search', arguments: null, invalid: 'no JSON' },
    ],
  };
  const answered: Message = {
    role: 'tool',
    content: [
      { type: 'tool-result', id: 'toolu_1', name: 'web.search', content: [{ type: 'text', text: 'Tea.' }] },
      {
        type: 'tool-result',
        id: 'toolu_2',
        name: 'web.search',
        content: [{ type: 'text', text: 'No JSON.' }],
        isError: true,
      },
    ],
  };

  test('has arguments as objects, results by the name of the tool, and nothing of other providers', async () => {
    const { body } = await sent({ messages: [question, asked, answered] });
    expect(body.messages.slice(1)).toEqual([
      {
        role: 'assistant',
        content: 'I look.',
        tool_calls: [
          { id: 'toolu_1', function: { name: 'web.search', arguments: { query: 'tea' } } },
          { id: 'toolu_2', function: { name: 'web.search', arguments: {} } },
        ],
      },
      { role: 'tool', tool_name: 'web.search', tool_call_id: 'toolu_1', content: 'Tea.' },
      { role: 'tool', tool_name: 'web.search', tool_call_id: 'toolu_2', content: 'Error: No JSON.' },
    ]);
    expect(JSON.stringify(body)).not.toContain('theirs');
  });

  test('has the thoughts of the same model, and of no other', async () => {
    subject.server.answer({
      lines: [line({ thinking: 'I ' }), line({ thinking: 'think.' }), line({ content: 'Yes.' }), end()],
    });
    const { reply } = await callOnce(subject.provider, { model: 'qwen3:8b' });
    const messages = [question, reply.message, question];
    expect((await sent({ messages })).body.messages[1]).toEqual({
      role: 'assistant',
      content: 'Yes.',
      thinking: 'I think.',
    });
    expect((await sent({ messages, model: 'llama3.3' })).body.messages[1]).toEqual({
      role: 'assistant',
      content: 'Yes.',
    });
  });
});
