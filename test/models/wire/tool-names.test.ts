import { expect, test } from 'vitest';
import { toolNames } from '../../../activities/models/wire/tool-names.js';

const of = (...names: string[]) =>
  toolNames({ tools: names.map((name) => ({ name, description: '', inputSchema: {} })), messages: [] });

test('names that fit stay, others become readable, and all come back', () => {
  const names = ['search', 'mcp_files.read/v2', 'grüße', '1st', '-x', 'x'.repeat(100)];
  const { toWire, fromWire } = of(...names);
  expect(toWire('search')).toBe('search');
  expect(toWire('mcp_files.read/v2')).toBe('mcp_files_read_v2');
  for (const name of names) {
    expect(toWire(name)).toMatch(/^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/);
    expect(fromWire(toWire(name))).toBe(name);
  }
});

test('names that would become the same stay apart, whatever their order', () => {
  const names = ['a.b', 'a/b', 'a_b'];
  const one = of(...names);
  const other = of(...names.toReversed());
  expect(new Set(names.map(one.toWire)).size).toBe(3);
  expect(one.toWire('a_b')).toBe('a_b');
  expect(names.map(one.toWire)).toEqual(names.map(other.toWire));
});

test('tools that are only in history are renamed too, and unknown names stay', () => {
  const { toWire, fromWire } = toolNames({
    tools: [],
    messages: [{ role: 'assistant', content: [{ type: 'tool-call', id: '1', name: 'old.tool', arguments: {} }] }],
  });
  expect(fromWire(toWire('old.tool'))).toBe('old.tool');
  expect(fromWire('made_up')).toBe('made_up');
});
