import { agent, type PerdureError, task } from 'perdure';
import { directly, scriptedModel, type ScriptedReply } from 'perdure/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const person = z.object({ name: z.string(), age: z.number().int() });
const base = { instructions: 'Find the person.', model: 'scripted/one' } as const;
const nothing = task('nothing', { description: 'Does nothing.', input: z.object({}) }, async () => 'nothing');

const find = async (replies: readonly ScriptedReply[], options: object = {}, abilities?: object) => {
  const scripted = scriptedModel(replies, abilities ? { abilities: abilities as never } : {});
  const run = () => agent('finder', { ...base, output: person, ...options })('Who?');
  const output = await directly(run, undefined, { models: { scripted } });
  return { output, requests: scripted.requests };
};
const failure = (work: Promise<unknown>): Promise<PerdureError> =>
  work.then(
    (value) => expect.fail(JSON.stringify(value)),
    (error: PerdureError) => error,
  );
const ada = { name: 'Ada', age: 36 };

describe('F-75 structured output', () => {
  test('is a typed value, checked', async () => {
    const { output, requests } = await find([{ object: ada }]);
    expect(output).toEqual(ada);
    expect(requests[0]?.output?.schema).toMatchObject({ type: 'object', required: ['name', 'age'] });
  });

  test('that does not fit is asked for again, with what is wrong', async () => {
    const { output, requests } = await find([{ object: { name: 'Ada', age: 'old' } }, { object: ada }]);
    expect(output).toEqual(ada);
    expect(JSON.stringify(requests[1]?.messages.at(-1))).toMatch(/\/age/);
  });

  test('that never fits fails with the fields', async () => {
    const wrong = { object: { name: 'Ada' } };
    const error = await failure(find([wrong, wrong, wrong]));
    expect(error).toMatchObject({ code: 'Agent.InvalidOutput', details: { agent: 'finder' } });
    expect(error.details).toMatchObject({ problems: [{ path: '/age' }] });
    expect(await failure(find(['no JSON', 'no JSON'], { guardrailAttempts: 2 }))).toMatchObject({
      code: 'Agent.InvalidOutput',
    });
  });

  test('may come in a fence', async () => {
    expect((await find([`Here it is:\n\`\`\`json\n${JSON.stringify(ada)}\n\`\`\``])).output).toEqual(ada);
  });

  test('works together with tools, in one go or in two', async () => {
    const asks = { toolCalls: [{ name: 'nothing', arguments: {} }] };
    const one = await find([asks, { object: ada }], { tools: [nothing] });
    expect(one.output).toEqual(ada);
    const two = await find(
      [asks, 'Ada, 36.', { object: ada }],
      { tools: [nothing] },
      { tools: true, output: 'without-tools' },
    );
    expect(two.output).toEqual(ada);
    expect(two.requests.map(({ tools, output }) => [tools.length, output !== undefined])).toEqual([
      [1, false],
      [1, false],
      [0, true],
    ]);
  });

  test('of a model that can only be asked is asked for in words', async () => {
    const { requests } = await find([{ object: ada }], {}, { tools: false, output: 'prompt' });
    expect(requests[0]?.instructions).toContain('"required":["name","age"]');
  });

  test('that is no object travels in one', async () => {
    const { output, requests } = await find([{ object: ['a', 'b'] }], { output: z.array(z.string()) });
    expect(output).toEqual(['a', 'b']);
    expect(requests[0]?.output?.schema).toMatchObject({ type: 'object', required: ['value'] });
  });
});

describe('guardrails', () => {
  const polite = (text: string) => text.includes('please') || { ok: false as const, feedback: 'Say please.' };
  const talk = (replies: readonly ScriptedReply[], guardrails: object) => {
    const scripted = scriptedModel(replies);
    const run = () => agent('speaker', { ...base, guardrails })('Speak.');
    return directly(run, undefined, { models: { scripted } }).then((output) => ({
      output,
      requests: scripted.requests,
    }));
  };

  test('re-ask with their feedback, and replace values', async () => {
    const { output, requests } = await talk(['Go.', 'Go, please.'], {
      output: [polite, (text: string) => ({ ok: true, value: text.toUpperCase() })],
    });
    expect(output).toBe('GO, PLEASE.');
    expect(JSON.stringify(requests[1]?.messages.at(-1))).toContain('Say please.');
  });

  test('that are never content fail with the feedback; the rejected text is only in the details', async () => {
    const error = await failure(talk(['Go.', 'Go.', 'Go!'], { output: polite }));
    expect(error).toMatchObject({ code: 'Guardrail.Failed', details: { feedback: 'Say please.', rejected: 'Go!' } });
    expect(error.message).not.toContain('Go!');
  });

  test('that throw count as failed, and those of the input stop before any call', async () => {
    const broken = () => {
      throw new Error('the check is broken');
    };
    expect(await failure(talk(['a', 'b', 'c'], { output: broken }))).toMatchObject({
      details: { feedback: 'the check is broken' },
    });
    expect(await failure(talk([], { input: broken }))).toMatchObject({ code: 'Guardrail.Failed' });
  });

  test('in words are judged by a model, and only a clear pass passes', async () => {
    const { output } = await talk(['Go.', { object: { pass: true, feedback: '' } }], { output: 'It is an order.' });
    expect(output).toBe('Go.');
    const no = { object: { pass: false, feedback: 'Too short.' } };
    const { output: second, requests } = await talk(
      ['Go.', no, 'Go there.', { object: { pass: true, feedback: '' } }],
      {
        output: 'It is a sentence.',
      },
    );
    expect(second).toBe('Go there.');
    expect(JSON.stringify(requests[2]?.messages.at(-1))).toContain('Too short.');
  });
});
