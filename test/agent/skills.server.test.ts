import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { testEnvironment, type TestEnvironment } from 'perdure/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderWith, goodSkill } from '../activities/skills/skill-folder.js';
import { eventsOf, summaries } from '../flux/history-events.js';
import { eventually, failureOf } from '../flux/open-app.js';
import { nextScript } from './next-script.js';

const { models, says } = nextScript();
const use = (name: string) => ({ name: 'use_skill', arguments: { name } });

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await testEnvironment({
    app: fileURLToPath(new URL('./fixtures/skilled.mjs', import.meta.url)),
    models,
    address: process.env['PERDURE_TEST_ADDRESS']!,
  });
});
afterAll(() => environment?.close());

const scheduled = async (id: string) => {
  const history = await environment.history(id);
  return eventsOf(history, 'activityTaskScheduled').map(({ activityType }) => activityType?.name);
};

test('F-80 folders and files are read in tasks of their own, and a run that goes on needs no folder', async () => {
  const root = await folderWith({
    'pdf/SKILL.md': goodSkill('pdf', 'Fill the form.'),
    'pdf/fields.md': 'All fields.',
    'bad/SKILL.md': '',
  });
  const { requests } = says(
    { toolCalls: [use('pdf'), use('pdf'), use('tone'), use('bad')] },
    { toolCalls: [{ name: 'read_skill_file', arguments: { skill: 'pdf', file: 'fields.md' } }] },
    { toolCalls: [{ name: 'ask_person', arguments: { question: 'Print it?' } }] },
    { toolCalls: [use('pdf')] },
    'Done.',
  );
  const run = await environment.start('write_with_skills', root);
  await eventually(async () => (await run.pauses()).map(({ name }) => name), ['ask']);
  await rm(root, { recursive: true });
  await environment.restartWorker();
  await run.resume('ask', 'yes');
  expect(await run.result()).toBe('Done.');
  expect(await scheduled(run.id)).toEqual([
    'perdure.skills.discover',
    'skilled',
    'perdure.skills.open',
    'skilled',
    'perdure.skills.read',
    'skilled',
    'skilled',
    'skilled',
  ]);
  const told = JSON.stringify(requests[1]?.messages.at(-1));
  expect(told).toMatch(
    /Fill the form.*You use the skill 'pdf' already.*Be brief.*There is no skill 'bad'. There are: tone, pdf/,
  );
  expect(JSON.stringify(requests[2]?.messages.at(-1))).toContain('All fields.');
  expect(JSON.stringify(requests[4]?.messages.at(-1))).toContain("You use the skill 'pdf' already");
  expect(requests.map(({ instructions }) => instructions.includes('- pdf: Does pdf.'))).toEqual(Array(5).fill(true));
  expect(summaries(await environment.history(run.id), 'activityTaskScheduled')[4]).toBe(
    `${root}/pdf/fields.md`.slice(0, 120),
  );
});

test('two agents that begin together read a folder once', async () => {
  const root = await folderWith({ 'pdf/SKILL.md': goodSkill('pdf') });
  says('One.', 'Two.');
  const run = await environment.start('write_twice_with_skills', root);
  await run.result();
  const names = await scheduled(run.id);
  expect(names.filter((name) => name?.startsWith('perdure.'))).toEqual(['perdure.skills.discover']);
});

test('a folder that does not exist, and two skills of one name, fail the run at once', async () => {
  says();
  expect(await failureOf(environment.run('write_with_skills', './no/such/folder'))).toMatchObject({
    code: 'Skill.FolderNotFound',
    attempts: 1,
  });
  const root = await folderWith({ 'a/SKILL.md': goodSkill('same'), 'b/SKILL.md': goodSkill('same') });
  expect(await failureOf(environment.run('write_with_skills', root))).toMatchObject({
    code: 'Skill.Duplicate',
    attempts: 1,
  });
});
