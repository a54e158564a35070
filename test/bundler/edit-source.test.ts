import { expect, test } from 'vitest';
import { editSource } from '../../worker/bundler/edit-source.js';

const edit = (code: string, part: string, text: string): { start: number; end: number; text: string } => {
  const start = code.indexOf(part);
  return { start, end: start + part.length, text };
};

test('keeps every line where it was', () => {
  const code = 'a(1,\n  2,\r\n  3);\nb();';
  expect(editSource(code, [edit(code, 'a(1,\n  2,\r\n  3);', 'x;')])).toBe('x;  \n    \r\n     \nb();');
});

test('an edit inside another one goes with it', () => {
  const code = 'first(inner); second();';
  expect(
    editSource(code, [edit(code, 'inner', 'lost'), edit(code, 'first(inner);', ';'), edit(code, 'second', 'third')]),
  ).toBe(';             third ();');
});

test('inserts in front of a replacement at the same place', () => {
  expect(
    editSource('abc', [
      { start: 0, end: 3, text: 'x' },
      { start: 0, end: 0, text: 'y;' },
    ]),
  ).toBe('y;x  ');
});
