// The model is scripted here: it says what it is told to, in order, and keeps what it was sent.
import assert from 'node:assert/strict';
import { PerdureError } from 'perdure';
import { scriptedModel, type ScriptedReply, testEnvironment } from 'perdure/testing';
import { call, chat, harvest, line, publish, research, think } from './app.js';

const replies: ScriptedReply[] = [
  { toolCalls: [{ name: 'search_notes', arguments: { word: 'tea' } }] },
  'It is picked by hand in spring.',
  { object: { name: 'tea' } }, // does not fit: it is asked again, with what is missing
  { object: { name: 'tea', season: 'spring' } },
  'Hello Ada.',
  'You are Ada.',
  { toolCalls: [{ name: 'write_draft', arguments: { question: 'Tea, please.' } }] },
  'Tea is good.',
  { toolCalls: [{ name: 'ask_person', arguments: { question: 'Shall I add a picture?' } }] },
  'Tea is very good.',
  { toolCalls: [{ name: 'transfer_to_billing', arguments: {} }] },
  'It is paid.',
  'One.',
  'Two.',
  'Tea is a drink that is made of leaves and of hot water.',
  'Tea: leaves and water.',
];
// #region scripted
const model = scriptedModel(replies);
const environment = await testEnvironment({
  app: new URL('./app.js', import.meta.url),
  address: process.env.TEMPORAL_ADDRESS,
  models: { scripted: model },
});

assert.equal(await environment.run(research, 'tea'), 'It is picked by hand in spring.');
assert.match(JSON.stringify(model.requests[1]?.messages.at(-1)), /picked by hand/);
// #endregion

assert.equal(await environment.run(harvest, 'tea'), 'tea: spring');
assert.match(JSON.stringify(model.requests[3]?.messages.at(-1)), /season/);

assert.deepEqual(await environment.run(chat, ['I am Ada.', 'Who am I?']), ['Hello Ada.', 'You are Ada.']);

const run = await environment.start(publish, 'Tea');
await run.resume('ask', 'no picture', { wait: true });
assert.equal(await run.result(), 'Tea is very good.');

assert.equal(await environment.run(call, 'My bill?'), 'billing: It is paid.');

await assert.rejects(environment.run(think, ['One?', 'Two?', 'Three?']), (error) =>
  PerdureError.is(error, 'Budget.Exceeded'),
);

assert.equal(await environment.run(line, 'tea'), 'Tea: leaves and water.');
assert.equal(model.left, 0);
await environment.close();
console.log('Seven agents, each call of a model and of a tool a step of its run.');
