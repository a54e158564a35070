import { describe, expect, test } from 'vitest';
import { callIds } from '../../../activities/models/wire/call-ids.js';
import { findKey } from '../../../activities/models/wire/find-key.js';
import { readLines } from '../../../activities/models/wire/json-lines.js';
import { lostConnection } from '../../../activities/models/wire/lost-connection.js';
import type { Message } from '../../../src/model/message.js';

describe('ids of calls', () => {
  const called = (...ids: string[]): Message => ({
    role: 'assistant',
    content: ids.map((id) => ({ type: 'tool-call', id, name: 'search', arguments: {} })),
  });

  test('go on after the highest, also in a conversation that has lost its beginning', () => {
    const idOf = callIds([called('call_7', 'toolu_1'), called('call_3')]);
    expect([idOf(), idOf(), idOf('own'), idOf('own'), idOf('')]).toEqual([
      'call_8',
      'call_9',
      'own',
      'call_10',
      'call_11',
    ]);
  });
});

describe('a key', () => {
  const secret = async (name: string) => ({ FIRST: '', SECOND: ' two\n' })[name];

  test('is the first there is, without the line break files end in', async () => {
    expect(await findKey('x', {}, ['FIRST', 'SECOND'], secret)).toBe('two');
    expect(await findKey('x', { apiKey: 'own' }, ['SECOND'], secret)).toBe('own');
    expect(await findKey('x', { apiKeySecret: 'FIRST' }, ['SECOND'], secret)).toBeUndefined();
  });
});

test('lines are put together from pieces cut anywhere', async () => {
  const pieces = async function* () {
    yield* ['{"a"', ':1}\n', '\n  \n{"b":2}\r\n{"c"', ':3}'];
  };
  const lines: unknown[] = [];
  for await (const line of readLines(pieces())) lines.push(JSON.parse(line));
  expect(lines).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }]);
});

test('an error of the connection does not travel on: it may hold headers', () => {
  const cause = Object.assign(new Error('closed'), { code: 'ECONNRESET', headers: { 'x-api-key': 'secret' } });
  const error = lostConnection('There is no connection', new TypeError('fetch failed', { cause }));
  expect(error).toMatchObject({
    code: 'Model.Unavailable',
    message: 'There is no connection: ECONNRESET.',
  });
  expect(error.cause).toBeUndefined();
  expect(JSON.stringify(error.details)).not.toContain('secret');
});
