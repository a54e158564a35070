import { expect, test } from 'vitest';
import { parseValue } from '../../cli/read-value.js';

test.each([
  ['{"a":1}', { a: 1 }],
  ['[1]', [1]],
  ['"5"', '5'],
  ['5', 5],
  ['true', true],
  ['null', null],
  ['Ada', 'Ada'],
  ['two words', 'two words'],
  ['', ''],
  ['-', '-'],
  ['2024-05-01', '2024-05-01'],
])('%s is read as %j', (given, value) => {
  expect(parseValue(given, 'The input')).toEqual(value);
});

test.each(['{"a": tru}', '[1,', '"open', ' {x}'])('%s is broken JSON, and nobody means it as text', (given) => {
  expect(() => parseValue(given, 'The input')).toThrow(/The input is not valid JSON/);
});
