import { expect, test } from 'vitest';
import { humanDuration, timeAgo } from '../../../cli/terminal/human-duration.js';

test.each([
  [0, '0 ms'],
  [-5, '0 ms'],
  [120.4, '120 ms'],
  [999, '999 ms'],
  [1_234, '1.2 s'],
  [9_990, '10 s'],
  [59_400, '59 s'],
  [59_600, '1 min'],
  [125_000, '2 min 5 s'],
  [180_000, '3 min'],
  [3_599_000, '1 h'],
  [7_500_000, '2 h 5 min'],
  [86_399_000, '24 h'],
  [273_600_000, '3 d 4 h'],
])('%i ms is said as %s', (milliseconds, words) => {
  expect(humanDuration(milliseconds)).toBe(words);
});

test('a moment ago is just now', () => {
  expect(timeAgo(new Date(1_000), 1_500)).toBe('just now');
  expect(timeAgo(new Date(1_000), 181_000)).toBe('3 min ago');
});
