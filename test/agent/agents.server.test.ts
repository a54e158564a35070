import { PerdureError } from 'perdure';
import { scriptedModel, type ScriptedModel, testEnvironment, type TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileURLToPath } from 'node:url';
import { bodies } from '../flux/body-log.js';
import { eventsOf, rawText, summaries } from '../flux/history-events.js';
import { eventually, failureOf, like } from '../flux/open-app.js';
import { recallDefinitions } from '../fixture-definitions.js';
import { nextScript } from './next-script.js';

const app = fileURLToPath(new URL('./fixtures/agents.mjs', import.meta.url));
const call = (word: string) => ({ name: 'look_up', arguments: { word } });

const { models, says } = nextScript();

let environment: TestEnvironment;
beforeAll(async () => {
  recallDefinitions(app);
  environment = await testEnvironment({
    app,
    models,
    address: process.env['PERDURE_TEST_ADDRESS']!,
    worker: { stickyQueueScheduleToStartTimeout: '1s' },
  });
});
afterAll(() => environment?.close());

const scheduled = async (id: string) => {
  const history = await environment.history(id);
  return eventsOf(history, 'activityTaskScheduled').map(({ activityType }) => activityType?.name);
};

describe('an agent on a server', () => {
  test('F-70 a worker that lacks a provider, or whose model cannot call the tools, does not start', async () => {
    const start = (given: Readonly<Record<string, ScriptedModel>>) =>
      failureOf(testEnvironment({ app, models: given, address: process.env['PERDURE_TEST_ADDRESS']! }));
    expect(await start({ other: scriptedModel([]) })).toMatchObject({
      code: 'Model.UnknownProvider',
      message: like(/there is no model provider 'scripted'. There are: anthropic, google, ollama, openai, other/),
    });
    const abilities = { tools: false, output: 'prompt' as const };
    expect(await start({ scripted: scriptedModel([], { abilities }) })).toMatchObject({ code: 'Model.NoTools' });
  });

  test('F-71 each model call is an activity of its name, each tool call one of the tool', async () => {
    says({ toolCalls: [call('tea'), call('cake')] }, 'Both are good.');
    const run = await environment.start('ask', 'What is good?');
    expect(await run.result()).toBe('Both are good.');
    expect(await scheduled(run.id)).toEqual(['helper', 'look_up', 'look_up', 'helper']);
    expect(summaries(await environment.history(run.id), 'activityTaskScheduled')).toEqual([
      'scripted/one · turn 1',
      '{word}',
      '{word}',
      'scripted/one · turn 2',
    ]);
  });

  test('F-73 a tool that fails is told to the model with its own words', async () => {
    const { requests } = says({ toolCalls: [call('missing'), call('tea')] }, 'Sorry.');
    expect(await environment.run('ask', 'Well?')).toBe('Sorry.');
    expect(JSON.stringify(requests[1]?.messages.at(-1))).toMatch(/no entry for missing.*tea is good/);
  });

  test('a transport error is tried again, and counted', async () => {
    const overloaded = new PerdureError({ code: 'Model.Overloaded', message: 'too much to do', retryable: true });
    const { requests } = says(overloaded, overloaded, 'At last.');
    const run = await environment.start('ask_fully', 'Well?');
    expect(await run.result()).toMatchObject({ output: 'At last.', agent: 'helper' });
    expect(requests).toHaveLength(3);
  });

  test('an error that is final fails the run with its code', async () => {
    says(new PerdureError({ code: 'Model.Authentication', message: 'no such key' }));
    expect(await failureOf(environment.run('ask', 'Well?'))).toMatchObject({
      code: 'Model.Authentication',
      message: 'no such key',
    });
  });

  test('F-75 structured output is repaired in a turn of its own', async () => {
    says({ object: { name: 'Ada' } }, { object: { name: 'Ada', age: 36 } });
    expect(await environment.run('find_person')).toEqual({ name: 'Ada', age: 36 });
  });

  test('F-76 a budget is shared by two agents, and the next call is refused in a way that can be caught', async () => {
    says('One.', 'Two.');
    expect(await environment.run('spend')).toMatchObject({
      answers: ['One.', 'Two.'],
      code: 'Budget.Exceeded',
      spent: { modelCalls: 2 },
    });
  });

  test('F-76 attempts that failed count', async () => {
    const overloaded = new PerdureError({ code: 'Model.Overloaded', message: 'too much to do', retryable: true });
    const { requests } = says(overloaded, 'One.');
    expect(await failureOf(environment.run('spend'))).toMatchObject({ code: 'Budget.Exceeded' });
    expect(requests).toHaveLength(2);
  });

  test('F-77 a memory with a window of two sends the last two messages, and forgets when told', async () => {
    const { requests } = says('A.', 'B.', 'C.', 'Nobody.');
    expect(await environment.run('remember', ['I am Ada.', 'Two?', 'Three?'])).toEqual({
      answers: ['A.', 'B.', 'C.', 'Nobody.'],
      said: 6,
    });
    const texts = requests.map(({ messages }) => messages.map(({ content }) => JSON.stringify(content)));
    expect(texts[1]?.join()).toMatch(/A\..*Two\?/);
    expect(texts[2]?.join()).toMatch(/B\..*Three\?/);
    expect(texts[2]?.join()).not.toContain('Ada');
    expect(texts[3]).toHaveLength(1);
  });

  test('F-78 an approval in the middle of a turn neither repeats the model call nor doubles what is remembered', async () => {
    const { requests } = says({ toolCalls: [{ name: 'pay', arguments: { amount: 7 } }] }, 'Paid.', 'Nothing more.');
    const run = await environment.start('ask_cashier', 'Pay the bill.');
    await eventually(async () => (await run.pauses()).map(({ name }) => name), ['approve:pay']);
    await environment.restartWorker();
    await run.resume('approve:pay', { approved: true });
    expect(await run.result()).toEqual(['Paid.', 'Nothing more.']);
    expect(requests).toHaveLength(3);
    expect(requests[2]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant', 'user']);
    expect(bodies(run, 'pay')).toHaveLength(1);
    expect(await scheduled(run.id)).toEqual(['cashier', 'pay', 'cashier', 'cashier']);
  });

  test('F-81 an agent used as a tool gives its answer, and its open pause can be answered', async () => {
    says(
      { toolCalls: [{ name: 'bookkeeper', arguments: { question: 'Pay 5.' } }] },
      { toolCalls: [{ name: 'pay', arguments: { amount: 5 } }] },
      'Five paid.',
      'All done.',
    );
    const run = await environment.start('nested', 'Settle it.');
    await eventually(async () => (await run.pauses()).length, 1);
    await run.resume('approve:pay', { approved: true });
    expect(await run.result()).toBe('All done.');
    expect(await scheduled(run.id)).toEqual(['outer', 'inner', 'pay', 'inner', 'outer']);
  });

  test('F-81 a failure of an agent used as a tool is told, and so is an agent that is not there', async () => {
    const { requests } = says(
      {
        toolCalls: [
          { name: 'bookkeeper', arguments: { question: 'Pay 5.' } },
          { name: 'banker', arguments: {} },
        ],
      },
      new PerdureError({ code: 'Model.Quota', message: 'no money left' }),
      'Sorry.',
    );
    expect(await environment.run('nested', 'Settle it.')).toBe('Sorry.');
    expect(JSON.stringify(requests[2]?.messages.at(-1))).toMatch(
      /no money left.*There is no tool 'banker'. There are: bookkeeper/,
    );
  });

  test('F-82 an agent made inside a workflow has the same name in history and survives a restart', async () => {
    const { requests } = says({ toolCalls: [call('tea')] }, 'One.', 'Two.', 'Three.');
    const run = await environment.start('dynamic', ['guest', 'visitor', 'guest']);
    expect(await run.result()).toEqual(['One.', 'Two.', 'Three.']);
    expect(await scheduled(run.id)).toEqual(['guest', 'look_up', 'guest', 'visitor', 'guest']);
    expect(requests[3]?.messages).toHaveLength(1);
  });

  test('a hand-off changes who answers, in the same conversation', async () => {
    const { requests } = says({ toolCalls: [{ name: 'transfer_to_billing', arguments: {} }] }, 'Your bill is paid.');
    expect(await environment.run('support', 'My bill?')).toMatchObject({
      output: 'Your bill is paid.',
      agent: 'billing',
    });
    expect(requests[1]?.instructions).toBe('You are billing.');
    expect(requests[1]?.messages[0]?.content).toEqual([{ type: 'text', text: 'My bill?' }]);
  });

  test('history holds each message once, and nothing of the conversation in the input of a call', async () => {
    const word = 'needle'.repeat(50);
    says({ toolCalls: [call(word)] }, 'Found.', 'again');
    const run = await environment.start('ask', 'Find it.');
    await run.result();
    const inputs = eventsOf(await environment.history(run.id), 'activityTaskScheduled').filter(
      ({ activityType }) => activityType?.name === 'helper',
    );
    for (const { input } of inputs)
      expect(rawText({ events: [{ activityTaskScheduledEventAttributes: { input } }] }).length).toBeLessThan(400);
  });
});
