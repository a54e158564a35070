import { afterEach, beforeEach, expect, test } from 'vitest';
import { openai } from '../../../activities/index.js';
import type { AssistantMessage, Message } from '../../../src/model/message.js';
import { startWireServer, type WireServer } from '../../../testing/index.js';
import { ask } from './ask.js';
import { callItem, messageItem, responseEvents, thoughtItem } from './responses-wire.js';

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer();
});
afterEach(() => server.close());

const provider = () => openai({ baseURL: `${server.url}/v1`, api: 'responses' });
const question: Message = { role: 'user', content: [{ type: 'text', text: 'What is there?' }] };
const result: Message = {
  role: 'tool',
  content: [{ type: 'tool-result', id: 'call_1', name: 'search', content: [{ type: 'text', text: 'Tea.' }] }],
};

/** What goes back when a reply with these items is part of the conversation. */
async function replayed(items: readonly object[], by = provider(), after: readonly Message[] = [result]) {
  server.answer(
    { sse: responseEvents(items as Record<string, unknown>[]) },
    { sse: responseEvents([messageItem('Tea.')]) },
  );
  const { reply } = await ask(provider(), { messages: [question] });
  await ask(by, { messages: [question, reply.message, ...after] });
  const { input } = server.requests[1]!.body as { readonly input: readonly object[] };
  return { items: input.slice(1, input.length - after.length), reply };
}

test('thoughts, comments and calls go back exactly as they came, after a way through JSON', async () => {
  const items = [thoughtItem(), messageItem('Let me look.', 'msg_1', 'commentary'), callItem('search', '{ "q": 1 }')];
  const { items: again, reply } = await replayed(items);
  expect(again).toEqual(items);
  expect(reply.message.content.map(({ type }) => type)).toEqual(['reasoning', 'text', 'tool-call']);
  expect(reply.message.content[0]).toMatchObject({ type: 'reasoning', text: 'I weigh it.' });
});

test('items are replayed without the fields the SDK adds to them', async () => {
  await replayed([messageItem('Hm.'), callItem('search', '{}')]);
  expect(server.requests.at(-1)?.text).not.toContain('parsed');
});

test('a message of several parts goes back once', async () => {
  const parts = ['One. ', 'Two.'].map((text) => ({ type: 'output_text', text, annotations: [] }));
  const item = { ...messageItem(''), content: parts };
  const { items, reply } = await replayed([item], provider(), []);
  expect(items).toEqual([item]);
  expect(reply.message.content).toHaveLength(2);
});

test('what only OpenAI understands is kept and sent back', async () => {
  const item = { id: 'ws_1', type: 'web_search_call', status: 'completed' };
  const { items, reply } = await replayed([item, messageItem('Found.')], provider(), []);
  expect(items[0]).toEqual(item);
  expect(reply.message.content[0]).toMatchObject({ type: 'provider' });
});

test('a server of another name gets the readable part only', async () => {
  const other = openai({ baseURL: `${server.url.replace('127.0.0.1', 'localhost')}/v1`, api: 'responses' });
  const { items } = await replayed([thoughtItem(), messageItem('Let me look.'), callItem('search', '{"q":1}')], other);
  expect(items).toEqual([
    { role: 'assistant', content: 'Let me look.' },
    { type: 'function_call', call_id: 'call_1', name: 'search', arguments: '{"q":1}' },
  ]);
});

test('what another provider has made opaque is not sent to OpenAI', async () => {
  server.answer({ sse: responseEvents([messageItem('Tea.')]) });
  const opaque = { provider: 'anthropic', data: { type: 'thinking', signature: 'sig-abc' } };
  const message: AssistantMessage = {
    role: 'assistant',
    content: [
      { type: 'reasoning', text: 'Hm.', opaque },
      { type: 'provider', opaque },
      { type: 'text', text: 'Let me look.', opaque },
      { type: 'tool-call', id: 'call_1', name: 'search', arguments: {}, opaque },
    ],
  };
  await ask(provider(), { messages: [question, message, result] });
  expect(server.requests[0]?.text).not.toMatch(/sig-abc|thinking|Hm\./);
  expect(server.requests[0]?.body).toMatchObject({
    input: [{}, { role: 'assistant', content: 'Let me look.' }, { type: 'function_call' }, { call_id: 'call_1' }],
  });
});

test('a thought without what followed it is not sent: it would be refused', async () => {
  const { items } = await replayed([thoughtItem()], provider(), [question]);
  expect(items).toEqual([]);
});

test('a thought without encrypted content is not sent: nothing is stored under its id', async () => {
  const { encrypted_content: _, ...open } = thoughtItem() as { encrypted_content: string };
  const { items } = await replayed([open, messageItem('So.')], provider(), []);
  expect(items).toEqual([messageItem('So.')]);
});
