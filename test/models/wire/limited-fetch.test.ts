import { PerdureError } from 'perdure';
import { startWireServer } from 'perdure/testing';
import { anthropic, google, ollama, openai } from 'perdure/worker';
import { expect, test } from 'vitest';
import { limitedFetch } from '../../../activities/models/wire/limited-fetch.js';
import type { ModelProvider } from '../../../src/ports/model-provider.js';
import { callOnce } from '../call-once.js';

test('a body up to the limit comes as it was sent, one byte more is an error', async () => {
  const server = await startWireServer();
  server.answer({ text: 'x'.repeat(1_000), headers: { 'x-kept': 'yes' } }, { text: 'x'.repeat(1_001) });
  const limited = limitedFetch(undefined, 1_000);
  const response = await limited(server.url);
  expect([response.status, response.headers.get('x-kept'), (await response.text()).length]).toEqual([
    200,
    'yes',
    1_000,
  ]);
  await expect((await limited(server.url)).text()).rejects.toMatchObject({ code: 'Model.TooLarge' });
  await server.close();
});

/** Server-sent events without a word, or blank lines: as much of them as anybody wants. */
const endless = (line: string): typeof fetch => {
  const bytes = new TextEncoder().encode(line.repeat(1_048_576 / line.length));
  const body = (): ReadableStream<Uint8Array> =>
    new ReadableStream({ pull: (controller) => controller.enqueue(bytes) });
  return async () => new Response(body(), { headers: { 'content-type': 'text/event-stream' } });
};

const line = `:${'.'.repeat(1_021)}\n\n`;
const providers: Readonly<Record<string, ModelProvider>> = {
  anthropic: anthropic({ fetch: endless(line) }),
  google: google({ fetch: endless(line) }),
  ollama: ollama({ fetch: endless(`${' '.repeat(1_023)}\n`) }),
  // Its SDK reads slowly, so the limit is lower.
  openai: openai({ fetch: limitedFetch(endless(line), 8 * 1_048_576) }),
};

test.each(Object.entries(providers))(
  'a server that sends for ever ends a call to %s',
  { timeout: 30_000 },
  async (_, provider) => {
    const secrets = { ANTHROPIC_API_KEY: 'key', GOOGLE_API_KEY: 'key', OPENAI_API_KEY: 'key' };
    const error = await callOnce(provider, { model: 'any' }, { secrets }).catch((reason: unknown) => reason);
    expect(PerdureError.is(error, 'Model.TooLarge')).toBe(true);
    expect((error as PerdureError).retryable).toBe(false);
  },
);
