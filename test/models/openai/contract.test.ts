import { describe, expect, test } from 'vitest';
import { openai } from '../../../activities/index.js';
import { providerContract, startWireServer } from '../../../testing/index.js';
import { responsesAnswer } from './responses-wire.js';

describe('the Responses API keeps the contract of model providers', () => {
  const open = async () => {
    const server = await startWireServer();
    return {
      provider: openai({ baseURL: `${server.url}/v1`, api: 'responses' }),
      model: 'gpt-5',
      prepare(situation: Parameters<typeof responsesAnswer>[0]) {
        server.answer(responsesAnswer(situation));
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
