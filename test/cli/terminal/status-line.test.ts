import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { statusLine } from '../../../cli/terminal/status-line.js';

const clearLine = '\r\u001b[2K';
let written: string[] = [];
const stream = { columns: 40, write: (text: string) => written.push(text) };

beforeEach(() => {
  written = [];
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => void vi.useRealTimers());

test('quick work shows nothing at all', () => {
  const status = statusLine(stream, 'working');
  vi.advanceTimersByTime(900);
  status.clear();
  expect(written).toEqual([]);
});

test('longer work is one line with the time and the latest news, cut to the terminal, and gone in the end', () => {
  const status = statusLine(stream, 'working');
  vi.advanceTimersByTime(2_050);
  expect(written.at(-1)).toMatch(/2\.0 s {2}working$/);
  status.say('something that takes much more than forty columns');
  vi.advanceTimersByTime(100);
  expect(written.at(-1)?.replace(clearLine, '').length).toBeLessThan(40);
  status.clear();
  expect(written.at(-1)).toBe(clearLine);
});

test('a cleared line stays away until there is news', () => {
  const status = statusLine(stream, 'working');
  vi.advanceTimersByTime(1_500);
  status.clear();
  const count = written.length;
  vi.advanceTimersByTime(1_000);
  expect(written).toHaveLength(count);
  status.say('again');
  vi.advanceTimersByTime(100);
  expect(written.at(-1)).toContain('again');
  status.clear();
});
