import { agent, type Message, workingMemory } from 'perdure';
import { directly, scriptedModel } from 'perdure/testing';
import { describe, expect, test } from 'vitest';
import { windowStart } from '../../src/agent/working-memory.js';

const base = { instructions: 'Talk.', model: 'scripted/one' } as const;
const long = 'word '.repeat(100);

test('F-82 a turn looks at no more of what was said than the window holds', () => {
  let looks = 0;
  const messages = Array.from({ length: 1_000 }, (): Message => ({
    role: 'user',
    get content() {
      looks += 1;
      return [{ type: 'text' as const, text: 'x'.repeat(400) }];
    },
  }));
  expect(windowStart(messages, undefined, 999)).toBe(0);
  expect(windowStart(messages, workingMemory({ window: 10 }), 999)).toBe(990);
  expect(looks).toBe(0);
  expect(windowStart(messages, workingMemory({ maxTokens: 1_000 }), 999)).toBeGreaterThan(985);
  expect(looks).toBeLessThan(15);
});

describe('a working memory', () => {
  test('F-77 compaction keeps the newest four messages, and the rest as a summary', async () => {
    const scripted = scriptedModel(['A.', 'B.', 'C.', 'They said hello thrice.', 'D.']);
    const memory = workingMemory({ maxTokens: 500, compact: { model: 'scripted/summary' } });
    const talk = async () => {
      const talker = agent('talker', { ...base, workingMemory: memory });
      for (const number of [1, 2, 3, 4]) await talker(`${number} ${long}`);
      return memory.messages();
    };
    const messages = await directly(talk, undefined, { models: { scripted } });
    expect(scripted.requests.map(({ model }) => model)).toEqual(['one', 'one', 'one', 'summary', 'one']);
    expect(messages).toHaveLength(1 + 4 + 2);
    expect(JSON.stringify(messages[0])).toContain('They said hello thrice.');
    expect(JSON.stringify(messages.slice(1, 5))).toMatch(/2 word.*B\..*3 word.*C\./);
    expect(JSON.stringify(scripted.requests[3]?.messages)).toMatch(/user: 1 word.*assistant: A\./);
  });

  test('is one conversation for two agents that share it, and none for two that do not', async () => {
    const scripted = scriptedModel(['One.', 'Two.', 'Three.']);
    const talk = async () => {
      const memory = workingMemory();
      await agent('first', { ...base, workingMemory: memory })('I am Ada.');
      await agent('second', { ...base, workingMemory: memory })('Who am I?');
      await agent('third', { ...base, workingMemory: workingMemory() })('Who am I?');
    };
    await directly(talk, undefined, { models: { scripted } });
    expect(scripted.requests.map(({ messages }) => messages.length)).toEqual([1, 3, 1]);
  });

  test('two questions at the same time wait for each other', async () => {
    const scripted = scriptedModel(['One.', 'Two.']);
    const talk = async () => {
      const talker = agent('both_talker', { ...base, workingMemory: workingMemory() });
      return Promise.all([talker('First?'), talker('Second?')]);
    };
    expect(await directly(talk, undefined, { models: { scripted } })).toEqual(['One.', 'Two.']);
    expect(scripted.requests[1]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  });

  test('forgets a question that failed', async () => {
    const scripted = scriptedModel([new Error('broken'), 'Fine.']);
    const memory = workingMemory();
    const talk = async () => {
      const talker = agent('failing_talker', { ...base, workingMemory: memory });
      await talker.settle('First?');
      await talker('Second?');
      return memory.messages().length;
    };
    expect(await directly(talk, undefined, { models: { scripted } })).toBe(2);
  });

  test('goes on in another run with what it was handed', async () => {
    const scripted = scriptedModel(['Hello Ada.', 'You are Ada.']);
    const memory = workingMemory();
    const models = { scripted };
    const talker = agent('days_long_talker', { ...base, workingMemory: memory });
    const first = async () => [await talker('I am Ada.'), memory.messages()] as const;
    const [, said] = await directly(first, undefined, { models });
    const second = async () => {
      memory.restore(said);
      return talker('Who am I?');
    };
    expect(await directly(second, undefined, { models })).toBe('You are Ada.');
    expect(scripted.requests[1]?.messages).toHaveLength(3);
  });

  test('refuses options that make no sense, all at once', () => {
    expect(() => workingMemory({ window: 0, compact: { model: 'none', at: 2 } })).toThrow(
      /window[\s\S]*"none" names no model[\s\S]*needs maxTokens[\s\S]*compact\.at/,
    );
  });
});
