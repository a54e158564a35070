import { describe, expect, test } from 'vitest';
import { ollama } from '../../../activities/models/ollama/index.js';
import { textOf } from '../../../src/model/message.js';
import { callOnce } from '../call-once.js';

const { PERDURE_LIVE_OLLAMA_MODEL: model } = process.env;

describe.skipIf(!model)(`an Ollama server (${model ?? 'skipped: PERDURE_LIVE_OLLAMA_MODEL is not set'})`, () => {
  test('answers in words and in JSON', { timeout: 300_000 }, async () => {
    const provider = ollama({ options: { num_ctx: 8_192 } });
    const schema = { type: 'object', properties: { capital: { type: 'string' } }, required: ['capital'] };
    const messages = [
      { role: 'user' as const, content: [{ type: 'text' as const, text: 'What is the capital of Norway?' }] },
    ];
    const words = await callOnce(provider, { model: model as string, messages });
    expect(textOf(words.reply.message)).toMatch(/oslo/i);
    const json = await callOnce(provider, { model: model as string, messages, output: { name: 'answer', schema } });
    expect(JSON.parse(textOf(json.reply.message))).toMatchObject({ capital: expect.stringMatching(/oslo/i) as string });
  });
});
