import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Message, toolCallsOf } from '../../../src/model/message.js';
import type { ModelReply } from '../../../src/model/reply.js';
import { callOnce } from '../call-once.js';
import { event, openGoogle, type OpenGoogle } from './open-google.js';

const question: Message = { role: 'user', content: [{ type: 'text', text: 'What is there?' }] };
const tool = (name: string) => ({ name, description: 'A tool.', inputSchema: { type: 'object' } });
const tools = [tool('search'), tool('files.read')];
const placeholder = 'skip_thought_signature_validator';

let subject: OpenGoogle;
beforeEach(async () => {
  subject = await openGoogle();
});
afterEach(() => subject.close());

async function reply(...events: readonly object[]): Promise<ModelReply> {
  subject.server.answer({ sse: events });
  return (await callOnce(subject.provider, { model: 'gemini-3-pro', messages: [question], tools })).reply;
}

async function contents(messages: readonly Message[], model = 'gemini-3-pro') {
  subject.server.answer({ sse: [event([{ text: 'Yes.' }], 'STOP')] });
  await callOnce(subject.provider, { model, messages, tools });
  return (subject.server.requests.at(-1)!.body as { contents: { role: string; parts: Record<string, unknown>[] }[] })
    .contents;
}

function results(message: ModelReply['message'], isError = false): Message {
  const content = toolCallsOf(message).map(({ id, name }) => ({
    type: 'tool-result' as const,
    id,
    name,
    content: [{ type: 'text' as const, text: `${name} done` }],
    ...(isError && { isError }),
  }));
  return { role: 'tool', content };
}

const foreign: Message = {
  role: 'assistant',
  content: [
    { type: 'reasoning', text: 'Hm.', opaque: { provider: 'anthropic', data: { signature: 'theirs' } } },
    { type: 'provider', opaque: { provider: 'openai', data: { type: 'reasoning', encrypted_content: 'theirs' } } },
    { type: 'text', text: 'I look.', opaque: { provider: 'openai', data: { id: 'theirs' } } },
    {
      type: 'tool-call',
      id: 'toolu_1',
      name: 'search',
      arguments: { query: 'tea' },
      opaque: { provider: 'anthropic', data: { caller: 'theirs' } },
    },
    { type: 'tool-call', id: 'toolu_2', name: 'files.read', arguments: null, invalid: 'no JSON' },
  ],
};

describe('what Gemini said goes back to it', () => {
  test('with the thoughtSignature of every part, exactly as it came', async () => {
    const thought = { text: 'I should look.', thought: true, thoughtSignature: 'c2lnLTE=' };
    const calls = [
      { functionCall: { id: 'fc-1', name: 'search', args: { query: 'tea' } }, thoughtSignature: 'c2lnLTI=' },
      { functionCall: { id: 'fc-2', name: 'search', args: {} }, newField: { later: true } },
    ];
    const text = { text: 'Let me see.', thoughtSignature: 'c2lnLTM=' };
    const { message } = await reply(event([thought]), event([text]), event(calls, 'STOP'));
    const [, model, user] = await contents([question, message, results(message)]);
    expect(model).toEqual({ role: 'model', parts: [thought, text, ...calls] });
    expect(user?.parts).toEqual([
      { functionResponse: { id: 'fc-1', name: 'search', response: { output: 'search done' } } },
      { functionResponse: { id: 'fc-2', name: 'search', response: { output: 'search done' } } },
    ]);
  });

  test('a signature in an empty part at the end of a stream is not lost', async () => {
    const { message } = await reply(
      event([{ text: 'Good ' }]),
      event([{ text: 'day.' }]),
      event([{ text: '', thoughtSignature: 'ZW5k' }], 'STOP'),
    );
    const [, model] = await contents([question, message, question]);
    expect(model?.parts).toEqual([{ text: 'Good day.' }, { text: '', thoughtSignature: 'ZW5k' }]);
  });

  test('a part with a signature is never put together with one without', async () => {
    const { message } = await reply(
      event([{ text: 'a' }]),
      event([{ text: 'b', thoughtSignature: 'Yg==' }]),
      event([{ text: 'c' }]),
      event([{ text: 'd' }], 'STOP'),
    );
    const [, model] = await contents([question, message, question]);
    expect(model?.parts).toEqual([{ text: 'a' }, { text: 'b', thoughtSignature: 'Yg==' }, { text: 'cd' }]);
  });

  test('calls without an id get one of ours, which stays with us', async () => {
    const { message } = await reply(
      event(
        [
          { functionCall: { name: 'search', args: {} }, thoughtSignature: 'cw==' },
          { functionCall: { name: 'search' } },
        ],
        'STOP',
      ),
    );
    expect(toolCallsOf(message).map(({ id, arguments: args }) => [id, args])).toEqual([
      ['call_1', {}],
      ['call_2', {}],
    ]);
    const [, model, user] = await contents([question, message, results(message, true)]);
    expect(model?.parts.map(({ functionCall }) => functionCall)).toEqual([
      { name: 'search', args: {} },
      { name: 'search' },
    ]);
    expect(user?.parts[0]).toEqual({ functionResponse: { name: 'search', response: { error: 'search done' } } });
    subject.server.answer({ sse: [event([{ functionCall: { name: 'search' } }], 'STOP')] });
    const next = await callOnce(subject.provider, {
      model: 'gemini-3-pro',
      messages: [question, message, results(message)],
      tools,
    });
    expect(toolCallsOf(next.reply.message)[0]?.id).toBe('call_3');
  });

  test('thoughts without a signature are for people and are not sent again', async () => {
    const { message } = await reply(
      event([{ text: 'Hm, ', thought: true }]),
      event([{ text: 'so.', thought: true }, { text: 'Yes.' }], 'STOP'),
    );
    expect(message.content).toEqual([
      { type: 'reasoning', text: 'Hm, so.' },
      { type: 'text', text: 'Yes.' },
    ]);
    expect((await contents([question, message, question]))[1]?.parts).toEqual([{ text: 'Yes.' }]);
  });

  test('under the changed name of a tool whose own name it does not take', async () => {
    subject.server.answer({ sse: [event([{ text: 'x' }], 'STOP')] });
    await callOnce(subject.provider, { model: 'gemini-3-pro', tools });
    const { functionDeclarations } = (
      subject.server.requests.at(-1)!.body as { tools: { functionDeclarations: { name: string }[] }[] }
    ).tools[0]!;
    const { name } = functionDeclarations[1]!;
    const { message } = await reply(event([{ functionCall: { name, args: {} }, thoughtSignature: 'cw==' }], 'STOP'));
    expect(toolCallsOf(message)[0]?.name).toBe('files.read');
    const [, model, user] = await contents([question, message, results(message)]);
    expect(model?.parts[0]).toMatchObject({ functionCall: { name } });
    expect(user?.parts[0]).toMatchObject({ functionResponse: { name } });
  });
});

describe('what others said', () => {
  test('comes without anything only they understand; the first of several calls has the placeholder for a signature', async () => {
    const all = await contents([question, foreign, results(foreign as ModelReply['message'])]);
    expect(all[1]?.parts).toEqual([
      { text: 'I look.' },
      { functionCall: { name: 'search', args: { query: 'tea' } }, thoughtSignature: placeholder },
      { functionCall: { name: 'files_read', args: {} } },
    ]);
    expect(all[2]?.parts[0]).toEqual({ functionResponse: { name: 'search', response: { output: 'search done' } } });
    expect(JSON.stringify(all)).not.toContain('theirs');
  });

  test('needs no placeholder for models before Gemini 3', async () => {
    expect(JSON.stringify(await contents([question, foreign], 'gemini-2.5-flash'))).not.toContain(placeholder);
  });

  test('signatures hold for one model: after a change of the model they are taken off', async () => {
    const { message } = await reply(
      event([{ text: 'Thought.', thought: true, thoughtSignature: 'bWluZQ==' }]),
      event([{ functionCall: { id: 'fc-1', name: 'search', args: {} }, thoughtSignature: 'bWluZQ==' }], 'STOP'),
    );
    const other = await contents([question, message, results(message)], 'gemini-3-flash');
    expect(other[1]?.parts).toEqual([
      { functionCall: { id: 'fc-1', name: 'search', args: {} }, thoughtSignature: placeholder },
    ]);
    expect(JSON.stringify(await contents([question, message], 'gemini-2.5-pro'))).not.toContain('thoughtSignature');
  });

  test('what is kept for Gemini names Gemini, so that others leave it out', async () => {
    const { message } = await reply(
      event(
        [
          { text: 'T.', thought: true, thoughtSignature: 'cw==' },
          { functionCall: { name: 'search' }, thoughtSignature: 'cw==' },
        ],
        'STOP',
      ),
    );
    expect(message.content.map((part) => ('opaque' in part ? part.opaque?.provider : undefined))).toEqual([
      'google',
      'google',
    ]);
  });

  test('an assistant message with nothing Gemini can read is left out, not sent empty', async () => {
    const thoughts: Message = { role: 'assistant', content: [{ type: 'reasoning', text: 'Hm.' }] };
    expect((await contents([question, thoughts, question])).map(({ role }) => role)).toEqual(['user', 'user']);
  });

  test('pictures in results are a part of the response from Gemini 3 on, and stand beside it before', async () => {
    const result: Message = {
      role: 'tool',
      content: [
        {
          type: 'tool-result',
          id: 'toolu_1',
          name: 'search',
          content: [
            { type: 'text', text: 'A chart.' },
            { type: 'image', mediaType: 'image/png', data: 'aGk=' },
          ],
        },
      ],
    };
    const picture = { inlineData: { mimeType: 'image/png', data: 'aGk=' } };
    expect((await contents([question, foreign, result]))[2]?.parts).toEqual([
      { functionResponse: { name: 'search', response: { output: 'A chart.' }, parts: [picture] } },
    ]);
    expect((await contents([question, foreign, result], 'gemini-2.5-flash'))[2]?.parts).toEqual([
      { functionResponse: { name: 'search', response: { output: 'A chart.' } } },
      picture,
    ]);
  });
});
