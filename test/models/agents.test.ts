import { agent, task } from 'perdure';
import { directly, startWireServer, type WireServer } from 'perdure/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { google } from '../../activities/models/google/index.js';
import { ollama } from '../../activities/models/ollama/index.js';
import { event } from './google/open-google.js';
import { calling, end, line } from './ollama/open-ollama.js';

const age = task('age', { description: 'How old somebody is.', input: z.object({ name: z.string() }) }, async () => 36);
const output = z.object({ name: z.string(), age: z.number().int() });
const ada = { name: 'Ada', age: 36 };
const finder = (model: string) => agent('finder', { instructions: 'Find the person.', model, tools: [age], output });

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer();
});
afterEach(() => server.close());

test('an agent with tools and an output needs two calls of a Gemini 3 model', async () => {
  const called = { functionCall: { id: 'fc-1', name: 'age', args: { name: 'Ada' } }, thoughtSignature: 'c2ln' };
  server.answer({ sse: [event([called], 'STOP')] }, { sse: [event([{ text: JSON.stringify(ada) }], 'STOP')] });
  const models = { google: google({ baseURL: server.url, apiKey: 'key-1' }) };
  expect(await directly(() => finder('google/gemini-3-pro')('Ada?'), undefined, { models })).toEqual(ada);
  expect(server.requests[1]?.body).toMatchObject({
    contents: [
      { role: 'user' },
      { role: 'model', parts: [called] },
      { role: 'user', parts: [{ functionResponse: { id: 'fc-1', name: 'age', response: { output: '36' } } }] },
    ],
    generationConfig: { responseMimeType: 'application/json' },
  });
});

test('an agent with tools and an output asks an Ollama model once more for the JSON, without the tools', async () => {
  server.answer(
    { lines: [line({ tool_calls: [calling('age', { name: 'Ada' })] }), end()] },
    { lines: [line({ content: 'Ada is 36.' }), end()] },
    { lines: [line({ content: JSON.stringify(ada) }), end()] },
  );
  const models = { ollama: ollama({ baseURL: server.url }) };
  expect(await directly(() => finder('ollama/qwen3:8b')('Ada?'), undefined, { models })).toEqual(ada);
  const bodies = server.requests.map(({ body }) => body as Record<string, unknown>);
  expect(bodies.map((body) => ['tools' in body, 'format' in body])).toEqual([
    [true, false],
    [true, false],
    [false, true],
  ]);
  expect(bodies[1]?.['messages']).toMatchObject([{}, {}, {}, { role: 'tool', tool_name: 'age', content: '36' }]);
});
