import { fileURLToPath } from 'node:url';
import { LLMock } from '@copilotkit/aimock';
import { testEnvironment, type TestEnvironment } from 'perdure/testing';
import { anthropic, google, ollama, openai } from 'perdure/worker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsOf, rawText } from '../../flux/history-events.js';

const key = 'key-0123456789abcdef';
const mock = new LLMock({ port: 0, latency: 2 });
let environment: TestEnvironment;
beforeAll(async () => {
  await mock.start();
  const { url } = mock;
  environment = await testEnvironment({
    app: fileURLToPath(new URL('./assistants.mjs', import.meta.url)),
    models: {
      anthropic: anthropic({ baseURL: url }),
      google: google({ baseURL: url }),
      ollama: ollama({ baseURL: url }),
      openai: openai({ baseURL: `${url}/v1`, api: 'responses' }),
    },
    secrets: () => ({ ANTHROPIC_API_KEY: key, GOOGLE_API_KEY: key, OPENAI_API_KEY: key }),
    address: process.env['PERDURE_TEST_ADDRESS']!,
  });
});
afterAll(async () => {
  await environment?.close();
  await mock.stop();
});

/** What a question is answered with: a tool call first, then words. */
function answers(question: string, second: object, options: object = {}): void {
  const call = { toolCalls: [{ name: 'look_up', arguments: '{"word":"tea"}' }] };
  mock.on({ userMessage: question, hasToolResult: false }, call);
  mock.on({ userMessage: question, hasToolResult: true, sequenceIndex: 0 }, second as never, options);
  mock.on({ userMessage: question, hasToolResult: true, sequenceIndex: 1 }, { content: 'Tea is good, again.' });
}

describe.each(['anthropic', 'google', 'ollama', 'openai'])('an agent on %s, over the wire', (provider) => {
  const asked = async (question: string) => {
    mock.clearRequests();
    const run = await environment.start('answer', { provider, question });
    const result = (await run.result()) as { output: string; toolCalls: number };
    const history = await environment.history(run.id);
    const steps = eventsOf(history, 'activityTaskScheduled').map(({ activityType }) => activityType?.name);
    expect(rawText(history)).not.toContain(key);
    return { result, steps, requests: mock.getRequests().length };
  };
  const steps = [`assistant_${provider}`, 'look_up', `assistant_${provider}`];

  test('F-71 calls its tool and answers', async () => {
    const question = `${provider}: what is good?`;
    answers(question, { content: 'Tea is good.' });
    expect(await asked(question)).toMatchObject({
      result: { output: 'Tea is good.', toolCalls: 1 },
      steps,
      requests: 2,
    });
  });

  test('goes on after it was told to slow down', async () => {
    const question = `${provider}: hurry!`;
    answers(question, { error: { message: 'Slow down.', type: 'rate_limit_error' }, status: 429 });
    expect(await asked(question)).toMatchObject({ result: { output: 'Tea is good, again.' }, steps, requests: 3 });
  });

  test('asks once more when the connection breaks in the middle of a reply', async () => {
    const question = `${provider}: tell me more.`;
    answers(question, { content: 'Tea is very good. '.repeat(40) }, { truncateAfterChunks: 3 });
    expect(await asked(question)).toMatchObject({ result: { output: 'Tea is good, again.' }, steps, requests: 3 });
  });
});
