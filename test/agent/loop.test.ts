import { EventEmitter, once } from 'node:events';
import { agent, PerdureError, task } from 'perdure';
import { directly, scriptedModel, type ScriptedReply } from 'perdure/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';

const calls: string[] = [];
const lookUp = task(
  'look_up',
  { description: 'Looks a word up.', input: z.object({ word: z.string() }), risk: 'read' },
  async ({ word }) => {
    calls.push(word);
    if (word === 'missing') throw new Error(`no entry for ${word}`);
    return { word, meaning: `${word} is good` };
  },
);
const options = { instructions: 'Answer.', model: 'scripted/one' } as const;

const ask = async (replies: readonly ScriptedReply[], given: object = {}, name = 'helper') => {
  const scripted = scriptedModel(replies);
  const made = () => agent(name, { ...options, ...given } as typeof options).run('What is tea?');
  const result = await directly(made, undefined, { models: { scripted } });
  return { result, requests: scripted.requests, scripted };
};
const call = (word: unknown, id?: string) => ({ name: 'look_up', arguments: { word } as never, ...(id && { id }) });
const failure = (work: Promise<unknown>): Promise<PerdureError> =>
  work.then(
    (value) => expect.fail(JSON.stringify(value)),
    (error: PerdureError) => error,
  );

describe('an agent', () => {
  test('F-71 answers with a text, and with what its tools found', async () => {
    expect((await ask(['Tea is a drink.'])).result.output).toBe('Tea is a drink.');
    const { result, requests } = await ask(
      [{ toolCalls: [call('tea')] }, { toolCalls: [call('cake')] }, 'Both are good.'],
      { tools: [lookUp] },
    );
    expect(result).toMatchObject({ output: 'Both are good.', stopReason: 'stop', agent: 'helper' });
    expect(result.toolCalls.map((one) => one.arguments)).toEqual([{ word: 'tea' }, { word: 'cake' }]);
    expect(requests).toHaveLength(3);
    expect(requests[0]?.tools).toMatchObject([{ name: 'look_up', description: 'Looks a word up.' }]);
    expect(requests[2]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant', 'tool']);
    expect(JSON.stringify(requests[1]?.messages.at(-1))).toContain('tea is good');
  });

  test('F-72 at the limit of tool rounds is asked once more, without tools', async () => {
    const { result, requests } = await ask([{ toolCalls: [call('tea')] }, 'Enough.'], {
      tools: [lookUp],
      maxToolCalls: 1,
    });
    expect(result.output).toBe('Enough.');
    expect(requests.map(({ toolChoice }) => toolChoice)).toEqual(['auto', 'none']);
    const insists = [{ toolCalls: [call('tea')] }, { toolCalls: [call('cake')] }];
    const limit = { tools: [lookUp], maxToolCalls: 1 };
    expect(await failure(ask(insists, limit))).toMatchObject({ code: 'Agent.ToolLimit' });
    expect(await failure(ask(insists, { ...limit, onLimit: 'fail' }))).toMatchObject({ code: 'Agent.ToolLimit' });
  });

  test('F-73 tells the model what went wrong with a tool; the other tools of the turn finish', async () => {
    const asked = [call('missing'), call('tea'), { name: 'nothing', arguments: {} }, call(7)];
    const { result, requests } = await ask([{ toolCalls: asked }, 'Sorry.'], { tools: [lookUp] });
    expect(result.toolCalls.map(({ isError }) => isError)).toEqual([true, false, true, true]);
    const [missing, tea, unknown, wrong] = requests[1]?.messages.at(-1)?.content ?? [];
    expect(JSON.stringify(missing)).toContain('no entry for missing');
    expect(JSON.stringify(tea)).toContain('tea is good');
    expect(JSON.stringify(unknown)).toContain("There is no tool 'nothing'. There are: look_up.");
    expect(JSON.stringify(wrong)).toContain('/word');
  });

  test('that is refused or cut off fails, and never looks like an answer', async () => {
    expect(await failure(ask([{ text: 'I will not.', stopReason: 'refusal' }]))).toMatchObject({
      code: 'Model.Refused',
    });
    expect(await failure(ask([{ text: 'Once upon', stopReason: 'length' }]))).toMatchObject({
      code: 'Model.Truncated',
    });
    expect(await failure(ask([]))).toMatchObject({ code: 'Model.ScriptEnded' });
  });

  test('counts tokens over all its calls', async () => {
    const usage = { inputTokens: 10, outputTokens: 5 };
    const { result } = await ask(
      [
        { toolCalls: [call('tea')], usage },
        { text: 'Tea.', usage },
      ],
      { tools: [lookUp] },
    );
    expect(result.usage).toEqual({ inputTokens: 20, outputTokens: 10 });
  });

  test('gets its context apart from the question', async () => {
    const scripted = scriptedModel(['Fine.']);
    await directly(() => agent('reader', options)('Is it good?', { context: 'A review.' }), undefined, {
      models: { scripted },
    });
    expect(JSON.stringify(scripted.requests[0]?.messages)).toContain('<context>\\nA review.\\n</context>');
  });
});

describe('the order of tool calls', () => {
  const log: string[] = [];
  const ends = new EventEmitter();
  // Steps below this number end after the next one, so that those that run together end in the opposite order.
  let last = 0;
  const step = (name: string, risk?: 'read' | 'write') =>
    task(name, { description: 'A step.', input: z.object({ n: z.number() }), ...(risk && { risk }) }, async ({ n }) => {
      log.push(`${name}${n} begins`);
      await (n < last ? once(ends, `${n + 1}`) : new Promise((resolve) => setTimeout(resolve, 10)));
      log.push(`${name}${n} ends`);
      ends.emit(`${n}`);
      return n;
    });
  const read = step('read', 'read');
  const write = step('write', 'write');
  const run = async (...names: string[]) => {
    log.length = 0;
    const toolCalls = names.map((name, n) => ({ name, arguments: { n } }));
    const { requests } = await ask([{ toolCalls }, 'Done.'], { tools: [read, write] });
    const results = requests[1]?.messages.at(-1)?.content ?? [];
    expect(results.map((part) => JSON.stringify(part.type === 'tool-result' && part.content))).toEqual(
      names.map((_, n) => JSON.stringify([{ type: 'text', text: String(n) }])),
    );
    return log;
  };

  test('F-74 reads run together, results stay in the order of the calls', async () => {
    last = 2;
    onTestFinished(() => void (last = 0));
    expect(await run('read', 'read', 'read')).toEqual([
      'read0 begins',
      'read1 begins',
      'read2 begins',
      'read2 ends',
      'read1 ends',
      'read0 ends',
    ]);
  });

  test('F-74 a write is a barrier', async () => {
    expect(await run('write', 'read')).toEqual(['write0 begins', 'write0 ends', 'read1 begins', 'read1 ends']);
    const log = await run('read', 'write', 'read');
    expect(log).toEqual(['read0 begins', 'read0 ends', 'write1 begins', 'write1 ends', 'read2 begins', 'read2 ends']);
  });
});
