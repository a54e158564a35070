import { describe, expect, test } from 'vitest';
import { google } from '../../../activities/models/google/index.js';
import { type Message, textOf, toolCallsOf } from '../../../src/model/message.js';
import { callOnce } from '../call-once.js';

const { GOOGLE_API_KEY, GEMINI_API_KEY, PERDURE_LIVE_GOOGLE_MODEL: model = 'gemini-2.5-flash' } = process.env;
const key = GOOGLE_API_KEY ?? GEMINI_API_KEY;

describe.skipIf(!key)(
  `Gemini itself (${key ? model : 'skipped: neither GOOGLE_API_KEY nor GEMINI_API_KEY is set'})`,
  () => {
    test('answers, calls a tool, and takes its own reply back', { timeout: 120_000 }, async () => {
      const secrets = { GOOGLE_API_KEY: key as string };
      const question: Message = {
        role: 'user',
        content: [{ type: 'text', text: 'What is the weather in Oslo? Use the tool.' }],
      };
      const inputSchema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
      const tools = [{ name: 'geo.weather', description: 'The weather of a city.', inputSchema }];
      const { reply } = await callOnce(google(), { model, messages: [question], tools }, { secrets });
      const [asked] = toolCallsOf(reply.message);
      expect(asked).toMatchObject({ name: 'geo.weather', arguments: { city: 'Oslo' } });
      const result: Message = {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            id: asked!.id,
            name: asked!.name,
            content: [{ type: 'text', text: 'Snow, -4 degrees.' }],
          },
        ],
      };
      const second = await callOnce(
        google(),
        { model, messages: [question, reply.message, result], tools },
        { secrets },
      );
      expect(textOf(second.reply.message)).toMatch(/snow/i);
    });
  },
);
