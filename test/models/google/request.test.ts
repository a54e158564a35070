import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { google } from '../../../activities/models/google/index.js';
import type { ModelRequest } from '../../../src/model/request.js';
import { callOnce } from '../call-once.js';
import { event, openGoogle, type OpenGoogle } from './open-google.js';

const search = {
  name: 'search',
  description: 'Searches.',
  inputSchema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: { query: { type: 'string', pattern: '^.+$' } },
    required: ['query'],
  },
};
const person = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };

let subject: OpenGoogle;
beforeEach(async () => {
  subject = await openGoogle();
});
afterEach(() => subject.close());

async function sent(request: Partial<ModelRequest>, secrets?: Record<string, string>) {
  subject.server.answer({ sse: [event([{ text: 'Yes.' }], 'STOP')] });
  const { reply } = await callOnce(subject.provider, { model: 'gemini-3-pro', ...request }, secrets ? { secrets } : {});
  const { path, headers, body } = subject.server.requests.at(-1)!;
  return { path, headers, body: body as Record<string, never>, warnings: reply.warnings };
}

describe('what Gemini is asked', () => {
  test('goes to the streaming address of the model, with the key in its header and nowhere else', async () => {
    const { path, headers, body } = await sent({});
    expect(path).toBe('/v1beta/models/gemini-3-pro:streamGenerateContent?alt=sse');
    expect(headers['x-goog-api-key']).toBe('key-1');
    expect(body).toEqual({ contents: [{ role: 'user', parts: [{ text: 'What is there?' }] }], generationConfig: {} });
    expect((await sent({ model: 'tunedModels/my model' })).path).toBe(
      '/v1beta/tunedModels/my%20model:streamGenerateContent?alt=sse',
    );
  });

  test('goes where GOOGLE_GEMINI_BASE_URL says, if the options do not', async () => {
    vi.stubEnv('GOOGLE_GEMINI_BASE_URL', `${subject.server.url}/proxy/`);
    subject.server.answer({ sse: [event([{ text: 'Yes.' }], 'STOP')] });
    await callOnce(google(), { model: 'gemini-3-pro' }).finally(() => vi.unstubAllEnvs());
    expect(subject.server.requests[0]?.path).toMatch(/^\/proxy\/v1beta\/models\//);
  });

  test('has instructions, settings and tools with names and schemas as Gemini takes them', async () => {
    const { body } = await sent({
      instructions: 'Be brief.',
      settings: { maxTokens: 300, temperature: 0, reasoning: 'low' },
      tools: [search, { ...search, name: 'files.read/all' }],
    });
    expect(body).toMatchObject({
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      generationConfig: {
        maxOutputTokens: 300,
        temperature: 0,
        thinkingConfig: { includeThoughts: true, thinkingLevel: 'low' },
      },
      toolConfig: { functionCallingConfig: { mode: 'AUTO' } },
    });
    const [{ functionDeclarations }] = body['tools'] as unknown as [{ functionDeclarations: object[] }];
    expect(functionDeclarations[0]).toEqual({
      name: 'search',
      description: 'Searches.',
      parametersJsonSchema: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
    });
    expect(functionDeclarations[1]).toMatchObject({ name: 'files_read_all' });
  });

  test('keeps the tools declared where none may be called', async () => {
    const { body } = await sent({ tools: [search], toolChoice: 'none' });
    expect(body).toMatchObject({ toolConfig: { functionCallingConfig: { mode: 'NONE' } } });
    expect(body['tools']).toHaveLength(1);
  });

  test('names a schema for the reply, beside tools from Gemini 3 on', async () => {
    const output = { name: 'answer', schema: { $schema: 'x', ...person } };
    const { body, warnings } = await sent({ tools: [search], output });
    expect(body['generationConfig']).toEqual({ responseMimeType: 'application/json', responseJsonSchema: person });
    expect(body['tools']).toHaveLength(1);
    expect(warnings).toBeUndefined();
    expect(subject.provider.abilitiesOf('gemini-3-pro').output).toBe('native');
    expect(subject.provider.abilitiesOf('gemini-10-flash').output).toBe('native');
  });

  test('tools together with a JSON schema are refused by the 2.x models: tools are left out with a warning', async () => {
    const { body, warnings } = await sent({
      model: 'gemini-2.5-flash',
      tools: [search],
      output: { name: 'answer', schema: person },
    });
    expect(body['tools']).toBeUndefined();
    expect(body['toolConfig']).toBeUndefined();
    expect(warnings).toEqual([expect.stringMatching(/only without tools/)]);
    expect(subject.provider.abilitiesOf('gemini-2.5-flash').output).toBe('without-tools');
    expect(subject.provider.abilitiesOf('gemini-flash-latest').output).toBe('without-tools');
  });

  test('follows what the options say of a model', async () => {
    await subject.close();
    subject = await openGoogle({ models: { 'gemini-3-pro': { tools: false, output: 'prompt' } } });
    expect(subject.provider.abilitiesOf('gemini-3-pro')).toEqual({ tools: false, output: 'prompt' });
    const { body } = await sent({ output: { name: 'answer', schema: person } });
    expect(body['generationConfig']).toEqual({});
  });

  test('says how much to think as the model takes it, and warns where it cannot think', async () => {
    const thinking = async (model: string) => sent({ model, settings: { reasoning: 'high' } });
    expect((await thinking('gemini-2.5-pro')).body['generationConfig']).toEqual({
      thinkingConfig: { includeThoughts: true, thinkingBudget: 24_576 },
    });
    const old = await thinking('gemini-2.0-flash');
    expect(old.body['generationConfig']).toEqual({});
    expect(old.warnings).toEqual([expect.stringMatching(/cannot think/)]);
  });

  test('shows pictures and documents, as data or as an address', async () => {
    const { body } = await sent({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look.' },
            { type: 'image', mediaType: 'image/png', data: 'aGk=' },
            { type: 'file', mediaType: 'application/pdf', url: 'https://example.org/a.pdf' },
          ],
        },
      ],
    });
    expect(body['contents']).toEqual([
      {
        role: 'user',
        parts: [
          { text: 'Look.' },
          { inlineData: { mimeType: 'image/png', data: 'aGk=' } },
          { fileData: { mimeType: 'application/pdf', fileUri: 'https://example.org/a.pdf' } },
        ],
      },
    ]);
  });

  test('uses the key GOOGLE_API_KEY before GEMINI_API_KEY, one that is named before both, and asks each time', async () => {
    const both = { GOOGLE_API_KEY: 'one', GEMINI_API_KEY: 'two' };
    expect((await sent({}, both)).headers['x-goog-api-key']).toBe('one');
    expect((await sent({}, { GEMINI_API_KEY: 'two' })).headers['x-goog-api-key']).toBe('two');
    await subject.close();
    subject = await openGoogle({ apiKeySecret: 'TEAM_KEY' });
    expect((await sent({}, { ...both, TEAM_KEY: 'three' })).headers['x-goog-api-key']).toBe('three');
    expect((await sent({}, { ...both, TEAM_KEY: 'four' })).headers['x-goog-api-key']).toBe('four');
  });

  test('without a key is not sent, and the error names the variables', async () => {
    const call = callOnce(subject.provider, { model: 'gemini-3-pro' }, { secrets: {} });
    await expect(call).rejects.toMatchObject({
      code: 'Model.Authentication',
      retryable: false,
      message: expect.stringMatching(/GOOGLE_API_KEY or GEMINI_API_KEY/),
    });
    expect(subject.server.requests).toEqual([]);
  });
});
