import { describe, expect, test } from 'vitest';
import { openai, openAICompatible } from '../../../activities/index.js';
import { providerContract, startWireServer } from '../../../testing/index.js';
import { chatAnswer } from './chat-wire.js';

describe.each([
  ['a compatible server', (baseURL: string) => openAICompatible({ baseURL })],
  ["OpenAI's own Chat Completions", (baseURL: string) => openai({ baseURL, api: 'chat' })],
])('%s keeps the contract of model providers', (_, create) => {
  const open = async () => {
    const server = await startWireServer();
    return {
      provider: create(`${server.url}/v1`),
      model: 'qwen3',
      prepare(situation: Parameters<typeof chatAnswer>[0]) {
        server.answer(chatAnswer(situation));
        return true;
      },
      close: () => server.close(),
    };
  };
  for (const check of providerContract(open))
    test(check.name, async () => {
      expect(await check.run()).toBe('kept');
    });
});
