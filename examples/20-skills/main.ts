import assert from 'node:assert/strict';
import { scriptedModel, testEnvironment } from 'perdure/testing';
import { validateSkill } from 'perdure/worker';
import { announce } from './app.js';

// #region script
const scripted = scriptedModel([
  {
    toolCalls: [
      { name: 'use_skill', arguments: { name: 'release-notes' } },
      { name: 'use_skill', arguments: { name: 'house-style' } },
    ],
  },
  { toolCalls: [{ name: 'read_skill_file', arguments: { skill: 'release-notes', file: 'references/template.md' } }] },
  'What is new in 2.0: you can export to CSV.',
]);
// #endregion

const environment = await testEnvironment({
  app: new URL('./app.js', import.meta.url),
  address: process.env.TEMPORAL_ADDRESS,
  models: { scripted },
});
const run = await environment.start(announce, ['export to CSV', 'a faster build']);
assert.equal(await run.result(), 'What is new in 2.0: you can export to CSV.');

const [first, second, third] = scripted.requests;
// #region catalogue
assert.match(first?.instructions ?? '', /- release-notes: Writes release notes from a list of changes\./);
assert.doesNotMatch(JSON.stringify(first), /Sort the changes/);
// #endregion
// #region used
const used = JSON.stringify(second?.messages.at(-1));
assert.match(used, /<skill_content name=\\"release-notes\\">.*Sort the changes.*Never promise a date/);
assert.match(used, /<file>references\/template\.md<\/file>/);
assert.match(used, /<skill_content name=\\"house-style\\">.*No exclamation marks/);
assert.match(JSON.stringify(third?.messages.at(-1)), /# What is new in \{version\}/);
// #endregion

// #region history
const { events } = await environment.history(run.id);
const calls = (events ?? []).flatMap((event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? []);
assert.deepEqual(calls, [
  'perdure.skills.discover',
  'writer',
  'perdure.skills.open',
  'writer',
  'perdure.skills.read',
  'writer',
]);
// #endregion

// #region validate
const { ok, findings } = await validateSkill('examples/20-skills/skills/release-notes');
assert.ok(ok, JSON.stringify(findings));
// #endregion

await environment.close();
console.log('A skill from a folder and one from code, used in one answer.');
