import { expect, test } from 'vitest';

import { terminalReport, type Progress } from '../../../cli/server/index.js';

function written(isTTY: boolean, news: readonly Progress[]): string {
  let text = '';
  const report = terminalReport({ isTTY, columns: 40, write: (part: string) => (text += part) });
  for (const progress of news) report(progress);
  report.end();
  return text;
}

const clear = '\r\u001b[2K';

test('what takes less than a second is not mentioned', () => {
  const news = [{ phase: 'starting', seconds: 0.2 }];
  expect(written(true, news) + written(false, news)).toBe('');
});

test('a terminal gets one line that is rewritten, never wraps, and is cleared at the end', () => {
  const news = [
    { phase: 'compiling', detail: '3 packages', seconds: 2.9 },
    { phase: 'compiling', detail: 'x'.repeat(100), seconds: 3 },
  ];
  expect(written(true, news)).toBe(
    `${clear}compiling: 3 packages (2 s)${clear}${`compiling: ${'x'.repeat(100)}`.slice(0, 39)}${clear}`,
  );
});

test('elsewhere there is a line per phase, and one every fifteen seconds', () => {
  const phases = Array.from({ length: 40 }, (_, second) => ({
    phase: second < 35 ? 'compiling' : 'linking',
    seconds: second,
  }));
  expect(written(false, phases)).toBe('compiling (1 s)\ncompiling (16 s)\ncompiling (31 s)\nlinking (35 s)\n');
});
