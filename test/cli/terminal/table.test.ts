import { expect, test } from 'vitest';
import { createColours } from '../../../cli/terminal/colours.js';
import { table } from '../../../cli/terminal/table.js';
import { cutToWidth, textWidth } from '../../../cli/terminal/text-width.js';

const columns = [{ title: 'NAME' }, { title: 'TOOK', align: 'right' }, { title: 'DETAIL', flexible: true }] as const;

test('columns are aligned, numbers to the right, without blanks at the end', () => {
  expect(
    table(columns, [
      ['a', '5 ms', 'x'],
      ['longer', '120 ms', ''],
    ]),
  ).toEqual(['NAME      TOOK  DETAIL', 'a         5 ms  x', 'longer  120 ms']);
});

test('the flexible column gives way to the width of the terminal', () => {
  const [, line = ''] = table(columns, [['a', '5 ms', 'a text that goes on and on']], { width: 30 });
  expect(line).toBe('a     5 ms  a text that goes…');
  expect(textWidth(line)).toBeLessThanOrEqual(30);
});

test('colours and wide characters do not disturb the alignment', () => {
  const paint = (text: string): string => `\u001b[1m${text}\u001b[22m`;
  const lines = table(
    [{ title: '' }, { title: '' }],
    [
      [{ text: '日本', colour: paint }, 'x'],
      ['abcd', 'y'],
    ],
  );
  expect(lines).toEqual(['\u001b[1m日本\u001b[22m  x', 'abcd  y']);
});

test('line breaks in a cell become blanks', () => {
  expect(table([{ title: '' }], [['one\n  two']])).toEqual(['one two']);
});

test('a cut never takes half of a character', () => {
  expect(cutToWidth('ab日本', 4)).toBe('ab…');
  expect(cutToWidth('short', 5)).toBe('short');
});

test('there are no colours without a terminal or with NO_COLOR', () => {
  expect(createColours({ isTTY: false }).red('x')).toBe('x');
  process.env['NO_COLOR'] = '1';
  expect(createColours({ isTTY: true }).red('x')).toBe('x');
  delete process.env['NO_COLOR'];
});
