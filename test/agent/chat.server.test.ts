import { fileURLToPath } from 'node:url';
import type { Message } from 'perdure';
import { PerdureError } from 'perdure';
import { testEnvironment, type TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromClient } from '../../client/failures.js';
import type { ChatInput, ChatReply, ChatState } from '../../src/contract/chat.js';
import { recallDefinitions } from '../fixture-definitions.js';
import { eventsOf } from '../flux/history-events.js';
import { eventually, failureOf, like } from '../flux/open-app.js';
import { nextScript } from './next-script.js';

const { models, says } = nextScript();

const app = fileURLToPath(new URL('../cli/fixtures/chat-app.mjs', import.meta.url));

let environment: TestEnvironment;
beforeAll(async () => {
  recallDefinitions(app);
  environment = await testEnvironment({
    app,
    models,
    address: process.env['PERDURE_TEST_ADDRESS']!,
  });
});
afterAll(() => environment?.close());

async function openChat(input: ChatInput) {
  const run = await environment.start('perdure.chat', input);
  const handle = environment.client.workflow.getHandle(run.id);
  const update = <T>(name: string, request?: unknown): Promise<T> =>
    handle.executeUpdate<T, [unknown]>(name, { args: [request] }).catch((error: unknown) => {
      throw fromClient(error, run.id);
    });
  return {
    run,
    handle,
    say: (text: string) => update<ChatReply>('say', { text }),
    end: () => update<null>('end'),
    send: (request: unknown) => update<ChatReply>('say', request),
    state: () => handle.query<ChatState>('chat'),
  };
}

const upwards = (a: number, b: number): number => a - b;
const spoken = (messages: readonly Message[] | undefined) =>
  messages?.map(({ content }) => content.map((part) => ('text' in part ? part.text : part.type)).join());

describe('a chat', () => {
  test('answers each message, and remembers what was said before', async () => {
    const { requests } = says('Hello, Ada.', 'You are Ada.');
    const chat = await openChat({ agent: 'assistant' });
    expect(await chat.say('I am Ada.')).toMatchObject({ output: 'Hello, Ada.', agent: 'assistant', turn: 1 });
    expect(await chat.say('Who am I?')).toMatchObject({ output: 'You are Ada.', stopReason: 'stop', turn: 2 });
    expect(spoken(requests[1]?.messages)).toEqual(['I am Ada.', 'Hello, Ada.', 'Who am I?']);
    expect(await chat.state()).toMatchObject({ agent: 'assistant', conversation: 'assistant', turns: 2, open: 0 });
    await chat.end();
    expect(await chat.run.result()).toMatchObject({ agent: 'assistant', reason: 'ended', turns: 2 });
  });

  test('with an agent nobody has made ends at once, naming those there are', async () => {
    const { run } = await openChat({ agent: 'asistant' });
    expect(await failureOf(run.result())).toMatchObject({
      code: 'Agent.NotFound',
      message: like(/no agent 'asistant'.*assistant, forgetful/),
    });
    const wrong = await environment.start('perdure.chat', {});
    expect(await failureOf(wrong.result())).toMatchObject({ code: 'Workflow.InvalidInput' });
  });

  test('takes messages that are said at once one after another', async () => {
    const { requests } = says('One.', 'Two.', 'Three.');
    const chat = await openChat({ agent: 'assistant' });
    const replies = await Promise.all([chat.say('1'), chat.say('2'), chat.say('3')]);
    expect(replies.map(({ turn }) => turn).sort(upwards)).toEqual([1, 2, 3]);
    expect(requests.map(({ messages }) => messages.length)).toEqual([1, 3, 5]);
    await chat.end();
  });

  test('goes on in a new run before its history is long, with all that was said, and nobody notices', async () => {
    const count = 6;
    const { requests } = says(...Array.from({ length: count }, (_, index) => `Answer ${index + 1}.`));
    const chat = await openChat({ agent: 'assistant', maxEvents: 20 });
    for (let turn = 1; turn <= count; turn++) expect(await chat.say(`Question ${turn}?`)).toMatchObject({ turn });
    expect(requests.at(-1)?.messages).toHaveLength(2 * count - 1);
    expect((await chat.handle.describe()).runId).not.toBe(chat.run.runId);
    const { historyLength } = await chat.handle.describe();
    expect(historyLength).toBeLessThan(60);
    expect(await chat.state()).toMatchObject({ turns: count, conversation: 'assistant' });
    await chat.end();
    expect(await chat.run.result()).toMatchObject({ turns: count, reason: 'ended' });
  });

  test('answers what was said before it goes on in a new run, and refuses no message for good', async () => {
    const count = 8;
    says(...Array.from({ length: count }, (_, index) => `Answer ${index + 1}.`));
    const chat = await openChat({ agent: 'assistant', maxEvents: 15 });
    const patiently = async (text: string): Promise<ChatReply> => {
      for (;;) {
        try {
          return await chat.say(text);
        } catch (error) {
          if (!PerdureError.is(error, 'Chat.Moving')) throw error;
        }
      }
    };
    const replies = await Promise.all(Array.from({ length: count }, (_, index) => patiently(`Question ${index}?`)));
    expect(replies.map(({ turn }) => turn).sort(upwards)).toEqual(
      Array.from({ length: count }, (_, index) => index + 1),
    );
    await chat.end();
    expect(await chat.run.result()).toMatchObject({ turns: count });
  });

  test('ends by itself when nothing was said for a while', async () => {
    says('Hello.');
    const chat = await openChat({ agent: 'assistant', idleTimeout: '700ms' });
    await chat.say('Hi.');
    expect(await chat.run.result()).toMatchObject({ reason: 'idle', turns: 1 });
    const timers = eventsOf(await environment.history(chat.run.id), 'timerStarted');
    expect(timers.length).toBeLessThanOrEqual(2);
  });

  test('lives on after a question that fails, which is forgotten', async () => {
    const { requests } = says(
      new PerdureError({ code: 'Model.Quota', message: 'no money left' }),
      'Now there is money.',
    );
    const chat = await openChat({ agent: 'assistant' });
    expect(await failureOf(chat.say('First?'))).toMatchObject({ code: 'Model.Quota', message: 'no money left' });
    expect(await chat.say('Second?')).toMatchObject({ output: 'Now there is money.', turn: 1 });
    expect(spoken(requests[1]?.messages)).toEqual(['Second?']);
    await chat.end();
  });

  test('waits for an approval in the middle of an answer, over a restart of the worker', async () => {
    const { requests } = says({ toolCalls: [{ name: 'pay', arguments: { amount: 7 } }] }, 'Paid.');
    const chat = await openChat({ agent: 'assistant' });
    const reply = chat.say('Pay the bill.');
    await eventually(async () => (await chat.run.pauses()).map(({ name }) => name), ['approve:pay']);
    expect(await chat.state()).toMatchObject({ open: 1, turns: 0 });
    await environment.restartWorker();
    await chat.run.resume('approve:pay', { approved: true });
    expect(await reply).toMatchObject({ output: 'Paid.' });
    expect(requests).toHaveLength(2);
    await chat.end();
  });

  test('stays with the agent it was handed over to, in a new run too', async () => {
    const { requests } = says(
      { toolCalls: [{ name: 'transfer_to_billing', arguments: {} }] },
      'Billing here.',
      'Still.',
    );
    const chat = await openChat({ agent: 'reception', maxEvents: 10 });
    expect(await chat.say('My bill?')).toMatchObject({ output: 'Billing here.', agent: 'billing' });
    expect(await chat.say('And now?')).toMatchObject({ output: 'Still.', agent: 'billing' });
    expect(requests[2]?.instructions).toBe('You are billing.');
    expect((await chat.handle.describe()).runId).not.toBe(chat.run.runId);
    await chat.end();
  });

  test("keeps to the agent's own memory and output", async () => {
    const { requests } = says('A.', 'B.', 'C.', { object: { name: 'Ada' } });
    const chat = await openChat({ agent: 'forgetful' });
    for (const text of ['1', '2', '3']) await chat.say(text);
    expect(spoken(requests[2]?.messages)?.join()).toMatch(/B\.,3/);
    expect(spoken(requests[2]?.messages)?.join()).not.toContain('A.');
    await chat.end();
    const finder = await openChat({ agent: 'person' });
    expect(await finder.say('Who?')).toMatchObject({ output: { name: 'Ada' } });
    await finder.end();
  });

  test('refuses what is no message, and messages after its end', async () => {
    let begun: () => void = () => undefined;
    let goOn: () => void = () => undefined;
    const isAsked = new Promise<void>((resolve) => (begun = resolve));
    const mayAnswer = new Promise<void>((resolve) => (goOn = resolve));
    says(async () => {
      begun();
      await mayAnswer;
      return 'The last word.';
    });
    const chat = await openChat({ agent: 'assistant' });
    expect(await failureOf(chat.send('Hello'))).toMatchObject({ code: 'Chat.InvalidMessage' });
    expect(await failureOf(chat.send({ text: ' ' }))).toMatchObject({ code: 'Chat.InvalidMessage' });
    const reply = chat.say('One more?');
    await isAsked;
    await chat.end();
    expect(await failureOf(chat.say('And another?'))).toMatchObject({ code: 'Chat.Ended' });
    goOn();
    expect(await reply).toMatchObject({ output: 'The last word.' });
    expect(await chat.run.result()).toMatchObject({ reason: 'ended', turns: 1 });
  });

  test('can be cancelled in the middle of an answer, and whoever waits for it is told', async () => {
    let begun: () => void = () => undefined;
    const isAsked = new Promise<void>((resolve) => (begun = resolve));
    says(async (_, { signal }) => {
      begun();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    });
    const chat = await openChat({ agent: 'assistant' });
    const reply = failureOf(chat.say('Well?'));
    await isAsked;
    await chat.run.cancel();
    expect(await reply).toMatchObject({ code: 'Run.Cancelled' });
    expect(await failureOf(chat.run.result())).toMatchObject({ code: 'Run.Cancelled' });
  });
});
