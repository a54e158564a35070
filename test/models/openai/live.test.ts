import { describe, expect, test } from 'vitest';
import { openai } from '../../../activities/index.js';
import { ask } from './ask.js';

const key = process.env['OPENAI_API_KEY'];
const model = process.env['OPENAI_TEST_MODEL'] ?? 'gpt-5-mini';

/** Against the real service, or a local server with `OPENAI_BASE_URL`; costs a little. */
describe.skipIf(!key)(`${model} itself (skipped without OPENAI_API_KEY)`, () => {
  const secrets = { OPENAI_API_KEY: key ?? '' };
  const search = {
    name: 'docs.search',
    description: 'Searches the documents. Always use it.',
    inputSchema: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
  };

  test('calls a tool, takes its result, and answers', { timeout: 120_000 }, async () => {
    const question = {
      role: 'user',
      content: [{ type: 'text', text: 'Search for tea and say what you find.' }],
    } as const;
    const first = await ask(openai(), { model, messages: [question], tools: [search] }, { secrets });
    const call = first.reply.message.content.find((part) => part.type === 'tool-call');
    expect(call).toMatchObject({ name: 'docs.search' });
    const content = [
      { type: 'tool-result', id: call?.id ?? '', name: 'docs.search', content: [{ type: 'text', text: 'Green tea.' }] },
    ] as const;
    const messages = [question, first.reply.message, { role: 'tool', content }] as const;
    const second = await ask(openai(), { model, messages, tools: [search] }, { secrets });
    expect(second.reply).toMatchObject({ stopReason: 'stop' });
  });

  test('gives JSON by schema', { timeout: 120_000 }, async () => {
    const schema = {
      type: 'object',
      properties: { city: { type: 'string' }, note: { type: 'string' } },
      required: ['city'],
    };
    const { reply } = await ask(openai(), { model, output: { name: 'answer', schema } }, { secrets });
    const [text] = reply.message.content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
    expect(JSON.parse(text ?? '')).toHaveProperty('city');
  });
});
