import { expect, test } from 'vitest';
import { toolNames } from '../../../cli/mcp/tool-names.js';

const reserved = ['resume', 'get_result'];

test('a name that is safe and free is kept, whatever comes beside it', () => {
  const names = ['a_b', 'a.b', 'a:b', 'x'.repeat(64)];
  const tools = toolNames(names, reserved);
  expect([tools.get('a_b'), tools.get('x'.repeat(64))]).toEqual(['a_b', 'x'.repeat(64)]);
});

test('the other names become safe, unique, and the same in any order', () => {
  const names = ['a_b', 'a.b', 'a:b', 'resume', 'c.d', 'y'.repeat(200), `${'y'.repeat(199)}z`];
  const tools = toolNames(names, reserved);
  const made = [...tools.values()];
  expect(new Set(made).size).toBe(names.length);
  for (const name of made)
    expect([name, reserved.includes(name)]).toEqual([expect.stringMatching(/^[\w-]{1,64}$/), false]);
  expect(tools.get('c.d')).toBe('c_d');
  expect(tools.get('a.b')).toMatch(/^a_b_[0-9a-f]{8}$/);
  expect(tools.get('resume')).toMatch(/^resume_[0-9a-f]{8}$/);
  const reversed = toolNames(names.toReversed(), reserved);
  expect(Object.fromEntries(reversed)).toEqual(Object.fromEntries(tools));
});
