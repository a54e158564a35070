import { expect, test } from 'vitest';
import { readRetryAdvice } from '../../../activities/models/wire/retry-after.js';

const now = Date.parse('2030-01-01T00:00:00Z');

test.each([
  [{ 'retry-after': '17' }, 17_000],
  [{ 'retry-after': '1.5' }, 1_500],
  [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
  [{ 'retry-after': 'Tue, 01 Jan 2030 00:00:30 GMT' }, 30_000],
  [{ 'retry-after': 'Mon, 31 Dec 2029 23:00:00 GMT' }, 0],
  [{ 'retry-after': 'soon' }, undefined],
  [{}, undefined],
])('%j means to wait %s ms', (headers, expected) => {
  expect(readRetryAdvice(new Headers(headers as Record<string, string>), now).retryAfter).toBe(expected);
});

test('a provider may say itself whether to try again', () => {
  const advice = (wish: string) => readRetryAdvice(new Headers({ 'x-should-retry': wish })).retryable;
  expect([advice('true'), advice('false'), advice('perhaps')]).toEqual([true, false, undefined]);
  expect(readRetryAdvice(undefined)).toEqual({ retryAfter: undefined, retryable: undefined });
});
