import { expect, test } from 'vitest';
import { CrashBudget } from '../../../cli/dev/crash-budget.js';

test('each crash in a row waits twice as long, and the fifth within 30 s is the last', () => {
  const budget = new CrashBudget();
  expect([0, 1_000, 2_000, 3_000, 4_000].map((time) => budget.record(time))).toEqual([200, 400, 800, 1_600, undefined]);
});

test('crashes that are long ago are forgotten', () => {
  const budget = new CrashBudget();
  for (const time of [0, 1_000, 2_000, 3_000]) budget.record(time);
  expect(budget.record(40_000)).toBe(200);
});

test('new code gets a new chance', () => {
  const budget = new CrashBudget();
  for (const time of [0, 1, 2, 3, 4]) budget.record(time);
  budget.reset();
  expect(budget.record(5)).toBe(200);
});
