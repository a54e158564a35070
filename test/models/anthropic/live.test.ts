import { expect, test } from 'vitest';
import { anthropic } from '../../../activities/models/anthropic/index.js';
import type { Message } from '../../../src/model/message.js';
import { say } from './open-anthropic.js';

/** Against the real API, where a key is at hand; costs a few hundred tokens. */
const secret = async (name: string): Promise<string | undefined> => process.env[name];
const hasKey = Boolean(process.env['ANTHROPIC_API_KEY']);
const model = process.env['PERDURE_TEST_ANTHROPIC_MODEL'] ?? 'claude-haiku-5-5';
if (!hasKey) console.log('The live test of Anthropic is skipped: there is no ANTHROPIC_API_KEY.');

test.skipIf(!hasKey)('a model calls a tool, thinks, and answers as JSON', { timeout: 120_000 }, async () => {
  const provider = anthropic();
  const context = { signal: new AbortController().signal, secret, onDelta: () => undefined };
  const request = {
    model,
    instructions: 'Use the tool for every sum.',
    tools: [
      {
        name: 'math/add',
        description: 'Adds two numbers.',
        inputSchema: { type: 'object', properties: { a: { type: 'number' }, b: { type: 'number' } } },
      },
    ],
    toolChoice: 'auto' as const,
    output: { name: 'answer', schema: { type: 'object', properties: { sum: { type: 'number' } }, required: ['sum'] } },
    settings: { maxTokens: 2_000, reasoning: 'low' as const, temperature: 0 },
  };
  const question = say('What is 17 + 25?');
  const first = await provider.generate({ ...request, messages: [question] }, context);
  expect(first.warnings).toHaveLength(1);
  const calls = first.message.content.filter((part) => part.type === 'tool-call');
  expect(calls[0]?.name).toBe('math/add');
  const results: Message = {
    role: 'tool',
    content: calls.map(({ id, name }) => ({ type: 'tool-result', id, name, content: [{ type: 'text', text: '42' }] })),
  };
  const message = JSON.parse(JSON.stringify(first.message)) as Message;
  const second = await provider.generate({ ...request, messages: [question, message, results] }, context);
  const text = second.message.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  expect(JSON.parse(text)).toEqual({ sum: 42 });
  expect(second.usage?.inputTokens).toBeGreaterThan(0);
});
