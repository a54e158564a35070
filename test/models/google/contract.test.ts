import { providerContract } from 'perdure/testing';
import { describe, test } from 'vitest';
import { openGoogle } from './open-google.js';

describe('the contract of model providers, with Gemini', () => {
  for (const { name, run } of providerContract(openGoogle)) {
    test(name, async (t) => {
      if ((await run()) === 'skipped') t.skip('Gemini sends arguments as an object, never as text');
    });
  }
});
