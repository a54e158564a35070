import { mcp, workflow } from 'perdure';
import { directly, scriptedModel } from 'perdure/testing';
import { agent } from 'perdure';
import { describe, expect, test } from 'vitest';
import { failureOf, like } from '../flux/open-app.js';
import { isAlive, oddServer } from './call-connector.js';

const odd = mcp('odd_directly', { command: [process.execPath, oddServer] });

describe('in a direct call', () => {
  test('a server is started, called, and ended with the call', async () => {
    const pids = workflow('pids_directly', async () => [
      (await odd.call('who')).text,
      (await odd.call('who')).text,
      (await odd.call('count')).text,
    ]);
    const [first, second, count] = await directly(pids, undefined);
    expect([first, count]).toEqual([second, '1']);
    expect(isAlive(Number(first?.split(' ')[0]))).toBe(false);
  });

  test('a question is a pause, answered like any other', async () => {
    const ask = workflow('ask_directly', async () => (await odd.call('ask_twice')).text);
    const answers = {
      'elicit:odd_directly.ask_twice': { action: 'accept', content: { name: 'Ada' } },
      'elicit:odd_directly.ask_twice#2': { action: 'accept', content: { name: 'Lovelace' } },
    };
    expect(await directly(ask, undefined, { answers })).toBe('Ada Lovelace');
  });

  test('a server that asks for ever is not answered for ever', async () => {
    const ask = workflow('ask_for_ever_directly', async () => odd.call('ask_forever'));
    const name = 'elicit:odd_directly.ask_forever';
    const numbers = Array.from({ length: 25 }, (_, index) => (index === 0 ? name : `${name}#${index + 1}`));
    const answers = Object.fromEntries(numbers.map((pause) => [pause, { action: 'decline' }]));
    expect(await failureOf(directly(ask, undefined, { answers }))).toMatchObject({
      code: 'Mcp.TooManyQuestions',
      message: like(/20 questions/),
    });
  });

  test('an agent uses its tools', async () => {
    const scripted = scriptedModel([{ toolCalls: [{ name: 'odd_directly_count', arguments: {} }] }, 'One.']);
    const ask = () => agent('counts_directly', { instructions: 'Count.', model: 'scripted/one', tools: [odd] })('Go.');
    expect(await directly(ask, undefined, { models: { scripted } })).toBe('One.');
    expect(JSON.stringify(scripted.requests[1]?.messages.at(-1))).toContain('"text":"1"');
  });
});
