import { agent, ask, workingMemory, type PerdureError } from 'perdure';
import { directly, scriptedModel } from 'perdure/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';

const base = { instructions: 'Plan.', model: 'scripted/one' } as const;

test('a model asks a person and goes on with the answer', async () => {
  const scripted = scriptedModel([
    { toolCalls: [{ name: 'ask_person', arguments: { question: 'Sea or hills?' } }] },
    'To the hills.',
  ]);
  const planner = () => agent('planner', { ...base, tools: [ask] })('Where to?');
  expect(await directly(planner, undefined, { models: { scripted }, answers: { ask: 'hills' } })).toBe('To the hills.');
  expect(JSON.stringify(scripted.requests[1]?.messages.at(-1))).toContain('hills');
});

test('code asks in the same way, with a schema', async () => {
  const number = () => ask('How many?', { schema: z.number() });
  expect(await directly(number, undefined, { answers: { ask: 3 } })).toBe(3);
});

test('an agent that would wait for itself is refused', () => {
  const memory = workingMemory();
  const inner = agent('inner_of_ask', { ...base, workingMemory: memory });
  const outer = (): unknown =>
    agent('outer_of_ask', { ...base, workingMemory: memory, tools: [inner.asTool('Helps.')] });
  expect(outer).toThrow(/share the working memory/);
});

test('F-70 a model that is not named as one is refused at once, with every other mistake', () => {
  const make = (options: object) => (): unknown => agent('wrong', { ...base, ...options } as never);
  expect(make({ model: 'gpt' })).toThrow(/"gpt" names no model/);
  expect(make({ reasoning: 'enormous', maxTokens: 0, colour: 'red' })).toThrow(
    /reasoning.*low, medium, high[\s\S]*maxTokens|maxTokens[\s\S]*reasoning/,
  );
  expect(make({ tools: [async () => 1] })).toThrow(/is none/);
});

test('F-70 an unknown provider, and tools for a model that has none, are named', async () => {
  const run = (model: string, tools: readonly never[] = [ask as never]): Promise<PerdureError> => {
    const abilities = { tools: false, output: 'prompt' as const };
    const models = { scripted: scriptedModel(['Hello.'], { abilities }) };
    const work = directly(() => agent('asks', { ...base, model, tools })('Hi'), undefined, { models });
    return work.then(
      (value) => expect.fail(String(value)),
      (error: PerdureError) => error,
    );
  };
  expect(await run('other/one')).toMatchObject({
    code: 'Model.UnknownProvider',
    message: expect.stringContaining('scripted'),
  });
  expect(await run('scripted/one')).toMatchObject({ code: 'Model.NoTools' });
});
