import { providerContract } from 'perdure/testing';
import { describe, test } from 'vitest';
import { openGoogle } from './open-google.js';

describe('the contract of model providers, with Gemini', () => {
  for (const check of providerContract(openGoogle)) {
    test(check.name, async (t) => {
      if ((await check.run()) === 'skipped') t.skip('Gemini sends arguments as an object, never as text');
    });
  }
});
