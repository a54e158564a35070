// Agents in every pattern: pipelines, tools, typed results, memories, skills, graphs, people.
import assert from 'node:assert/strict';
import { type ScriptedReply, scriptedModel, testEnvironment } from 'perdure/testing';
import * as app from './app.js';

const use = (name: string, input: Record<string, string>): ScriptedReply => ({
  toolCalls: [{ name, arguments: input }],
});
/** Each agent is known by its instructions, so that those at work at once may answer in any order. */
const replies: Readonly<Record<string, ScriptedReply[]>> = {
  'You are a researcher.': ['Agents use tools.', 'Agents use tools.'],
  'You are a writer.': ['A draft.', 'Roses are red.', 'A better draft.'],
  'You are an editor.': ['A post.'],
  'You are a helpful assistant.': ['Paris.', use('store_memory', { key: 'name', value: 'Ada' }), 'I will.', 'Ada.'],
  'You know what is going on.': [use('get_weather', { city: 'Rome' }), use('search_web', { query: 'Rome' }), 'Walk.'],
  'Say how a text feels.': [
    { object: { label: 'happy' } }, // not one of the labels: asked again
    { object: { label: 'positive', confidence: 0.9, reason: 'It is glad.' } },
  ],
  'You answer letters.': [use('use_skill', { name: 'complaints' }), 'Sorry! Tuesday?'],
  'Look for holes.': ['No holes.', 'No holes.'],
  'Look for waste.': ['No waste.', 'No waste.'],
};
const model = scriptedModel(
  Object.values(replies)
    .flat()
    .map((_reply): ScriptedReply => ({ instructions }) => {
      const [, list] = Object.entries(replies).find(([start]) => instructions.startsWith(start)) ?? [];
      return list?.shift() ?? assert.fail(`Nobody expected this: ${instructions}`);
    }),
);

const environment = await testEnvironment({
  app: new URL('./app.js', import.meta.url),
  address: process.env.TEMPORAL_ADDRESS,
  models: { scripted: model },
});
const sent = (index: number): string => JSON.stringify(model.requests.at(index));

// #region pipeline
const run = await environment.start(app.blogPost, 'AI agents');
assert.equal(await run.result(), 'A post.');
assert.match(sent(1), /Agents use tools\..*Write about: AI agents/);
const { events } = await environment.history(run.id);
const steps = events?.flatMap((event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? []);
assert.deepEqual(steps, ['researcher', 'writer', 'editor']); // each agent by its name
// #endregion

assert.equal(await environment.run(app.capital, 'France'), 'Paris.');

assert.equal(await environment.run(app.plan, 'Rome'), 'Walk.');
assert.match(sent(-2), /Sunny, 22 °C in Rome/);
assert.match(sent(-1), /Three pages about Rome\./);
assert.equal(model.requests.at(-1)?.toolChoice, 'none'); // two rounds are over

assert.deepEqual(await environment.run(app.analyze, 'What a day!'), { label: 'positive', confidence: 0.9 });
assert.match(sent(-1), /label/);

assert.equal(await environment.run(app.conversation, 'Ada'), 'Ada.');
assert.match(sent(-1), /My name is Ada/);

assert.equal(await environment.run(app.poem, 'roses'), 'Roses are red.');

assert.equal(await environment.run(app.answer, 'My parcel is late!'), 'Sorry! Tuesday?');
assert.match(sent(-1), /Say sorry first/);

assert.deepEqual(await environment.run(app.reviewBoth, 'a = b'), ['No holes.', 'No waste.']);
assert.equal(await environment.run(app.reviewInGraph, 'a = b'), 'No holes. No waste.');

const reviewed = await environment.start(app.revised, 'AI agents');
await reviewed.resume('human_review', 'Shorter!', { wait: true });
assert.equal(await reviewed.result(), 'A better draft.');
assert.match(sent(-1), /Shorter!/);

await environment.close();
console.log('Agents in pipelines, graphs and conversations; every call of a model is a step of its run.');
