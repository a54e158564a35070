import { providerContract } from 'perdure/testing';
import { describe, test } from 'vitest';
import { openOllama } from './open-ollama.js';

describe('the contract of model providers, with Ollama', () => {
  for (const check of providerContract(openOllama)) {
    test(check.name, async (t) => {
      if ((await check.run()) === 'skipped') t.skip('Ollama has no sign for a refusal');
    });
  }
});
