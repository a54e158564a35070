import { describe, expect, test } from 'vitest';
import { checkPrices, withCost } from '../../src/model/cost.js';
import { addUsage } from '../../src/model/reply.js';

describe('the cost of a model call', () => {
  const usage = { inputTokens: 1_000_000, outputTokens: 100_000, cachedTokens: 400_000 };

  test('is what its tokens cost, those of the cache by a price of their own', () => {
    expect(withCost(usage, { input: 3, output: 15, cached: 0.3 }).cost).toBeCloseTo(1.8 + 0.12 + 1.5);
    expect(withCost(usage, { input: 3, output: 15 }).cost).toBeCloseTo(3 + 1.5);
    expect(withCost(usage, { input: 0, output: 0 })).toEqual({ ...usage, cost: 0 });
  });

  test('is not known without a price', () => {
    expect(withCost(usage, undefined)).toEqual(usage);
    expect(addUsage(usage, usage)).not.toHaveProperty('cost');
  });

  test('adds up', () => {
    const cost = 0.5;
    expect(addUsage({ ...usage, cost }, { ...usage, cost }).cost).toBe(1);
    expect(addUsage(usage, { ...usage, cost }).cost).toBe(cost);
  });
});

test('wrong prices are refused, all at once', () => {
  const prices = {
    gpt: { input: 1, output: 2 },
    'openai/one': { input: -1, output: 2 },
    'openai/two': { input: 1, out: 2 },
    'openai/three': 3,
  };
  expect(() => checkPrices(prices as never)).toThrow(
    /gpt.*\n.*input of 'openai\/one'.*\n.*unknown option 'out'.*\n.*output of 'openai\/two'.*\n.*'openai\/three'/,
  );
});
