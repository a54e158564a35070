import { agent, ask, type Log, PerdureError, skill, skills, task } from 'perdure';
import { directly, scriptedModel, type ScriptedModel, type ScriptedReply } from 'perdure/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { folderWith, goodSkill, skillText } from '../activities/skills/skill-folder.js';

const base = { instructions: 'Write.', model: 'scripted/one' } as const;
const use = (name: unknown) => ({ name: 'use_skill', arguments: { name } as never });
const tone = skill({ name: 'tone', description: 'How we\nwrite.', instructions: 'Be brief.' });

const logged: string[] = [];
const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (line) => void logged.push(line),
  error: () => undefined,
};

const write = async (
  tools: readonly unknown[],
  replies: readonly ScriptedReply[],
  name = 'writer',
): Promise<ScriptedModel> => {
  logged.length = 0;
  const scripted = scriptedModel(replies);
  const run = () => agent(name, { ...base, tools: tools as never })('Go.');
  await directly(run, undefined, { models: { scripted }, log });
  return scripted;
};
const answer = (scripted: ScriptedModel, request: number): string =>
  JSON.stringify(scripted.requests[request]?.messages.at(-1));

describe('an agent with skills', () => {
  test('F-80 is told names and descriptions, and gets instructions when it asks for them', async () => {
    const root = await folderWith({
      'pdf/SKILL.md': goodSkill('pdf', 'Fill the form.'),
      'pdf/fields.md': 'A <b> field.',
    });
    const scripted = await write(
      [skills([root, tone])],
      [
        { toolCalls: [use('pdf'), use('tone')] },
        { toolCalls: [{ name: 'read_skill_file', arguments: { skill: 'pdf', file: 'fields.md' } }] },
        'Done.',
      ],
    );
    const [first] = scripted.requests;
    expect(first?.instructions).toMatch(
      /^Write\.\n\nYou have skills[\s\S]*\n- tone: How we write\.\n- pdf: Does pdf\.\n/,
    );
    expect(JSON.stringify(first)).not.toContain('Fill the form');
    expect(first?.tools.map((tool) => [tool.name, tool.inputSchema['properties']])).toMatchObject([
      ['use_skill', { name: { enum: ['tone', 'pdf'] } }],
      ['read_skill_file', { skill: { enum: ['pdf'] } }],
    ]);
    const texts = (scripted.requests[1]?.messages.at(-1)?.content ?? []).map(
      (part) => 'content' in part && part.content,
    );
    expect(texts).toEqual([
      [
        {
          type: 'text',
          text: expect.stringMatching(
            /^<skill_content name="pdf">\nFill the form\.\n[\s\S]*<file>fields\.md<\/file>\n<\/skill_files>\n<\/skill_content>$/,
          ) as string,
        },
      ],
      [{ type: 'text', text: '<skill_content name="tone">\nBe brief.\n</skill_content>' }],
    ]);
    expect(answer(scripted, 2)).toContain('A <b> field.');
  });

  test('F-80 bad skills are left out with a warning, and the others are there', async () => {
    const root = await folderWith({
      'a/SKILL.md': goodSkill('a'),
      'broken/SKILL.md': 'nothing',
      'b/SKILL.md': skillText('name: other\ndescription: Does it.'),
    });
    const { requests } = await write([skills(root)], ['Done.']);
    expect(requests[0]?.tools[0]?.inputSchema).toMatchObject({ properties: { name: { enum: ['a', 'other'] } } });
    expect(requests[0]?.tools).toHaveLength(1);
    expect(logged).toEqual([
      `A skill: ${root}/b/SKILL.md:2:1: name has to be the folder's name, which is 'b'`,
      `A skill was left out: ${root}/broken/SKILL.md: it has to begin with front matter: fields between two lines of ---`,
    ]);
  });

  test('F-80 a skill that does not exist is told with those that do', async () => {
    const scripted = await write([skills(tone)], [{ toolCalls: [use('tune'), use(7)] }, 'Done.']);
    expect(answer(scripted, 1)).toMatch(/There is no skill 'tune'. There are: tone.*needs the skill's name/);
    expect(answer(scripted, 1)).toContain('"isError":true');
  });

  test('gives a skill once, and says what is wrong with a file that is asked for', async () => {
    const root = await folderWith({ 'a/SKILL.md': goodSkill('a'), 'a/more.md': 'x' });
    const read = (skill: string, file: unknown) => ({ name: 'read_skill_file', arguments: { skill, file } as never });
    const scripted = await write(
      [skills(root)],
      [
        { toolCalls: [use('a')] },
        { toolCalls: [use('a'), read('a', '../a/SKILL.md'), read('a', 1), read('b', 'more.md')] },
        'Done.',
      ],
    );
    expect(answer(scripted, 1)).toContain('Do it well.');
    expect(answer(scripted, 2)).not.toContain('Do it well.');
    expect(answer(scripted, 2)).toMatch(
      /You use the skill 'a' already.*is not inside the skill's folder.*needs a 'file'.*There is no skill 'b'/,
    );
  });

  test('has no tool and no word of skills where there are none', async () => {
    const root = await folderWith({ 'readme.md': 'Nothing here.' });
    const { requests } = await write([skills([root])], ['Done.']);
    expect(requests[0]).toMatchObject({ instructions: 'Write.', tools: [] });
  });

  test('tools of a skill that the agent lacks are warned of once', async () => {
    const search = task('search_for_skills', { description: 'Searches.', input: z.object({}) }, async () => 1);
    const picky = skill({ ...options, allowedTools: ['search_for_skills', 'ask_person', 'Bash(git:*)', 'Grep'] });
    const writer = agent('picky_writer', { ...base, tools: [search, ask, picky] });
    logged.length = 0;
    const scripted = scriptedModel(['One.', 'Two.']);
    await directly(async () => [await writer('1'), await writer('2')], undefined, { models: { scripted }, log });
    expect(logged).toEqual([
      "skill 'picky': its allowed-tools name 'Bash(git:*)', 'Grep', which agent 'picky_writer' does not have.",
    ]);
  });
});

const options = { name: 'picky', description: 'Is picky.', instructions: 'Be picky.' };

describe('skills that cannot be', () => {
  test('F-80 two of one name are refused, in code and beside a folder', async () => {
    expect(() => skills([tone, skill({ ...options, name: 'tone' })])).toThrow(/Two skills are named 'tone'/);
    expect(() => skills([tone, skills([tone])])).not.toThrow();
    const root = await folderWith({ 'tone/SKILL.md': goodSkill('tone') });
    const work = write([skills([root, tone])], ['Done.']);
    await expect(work).rejects.toMatchObject({
      code: 'Skill.Duplicate',
      message: expect.stringContaining(`${root}/tone`) as string,
    });
  });

  test('a folder that does not exist fails the agent, before a model is asked', async () => {
    const scripted = scriptedModel([]);
    const run = () => agent('lost', { ...base, tools: [skills('./no/such/folder')] })('Go.');
    await expect(directly(run, undefined, { models: { scripted } })).rejects.toMatchObject({
      code: 'Skill.FolderNotFound',
    });
    expect(scripted.requests).toEqual([]);
  });

  test('every mistake of a definition is said at once', () => {
    const wrong = (): unknown =>
      skill({ name: 'A b', description: '', instructions: ' ', allowedTools: 'x', colour: 1 } as never);
    expect(wrong).toThrow(
      /unknown option 'colour'[\s\S]*name must[\s\S]*description must[\s\S]*instructions must[\s\S]*allowedTools must/,
    );
    expect(() => skills('')).toThrow(/an empty text/);
    expect(() => skills([3 as never])).toThrow(/but got number/);
  });

  test('outside of workers and tests the folders cannot be read, and that is said', async () => {
    const work = agent('plain_reader', { ...base, tools: [skills('./skills')] })('Go.');
    const error: unknown = await work.catch((reason: unknown) => reason);
    expect(PerdureError.is(error, 'Task.NoBody')).toBe(true);
    expect((error as Error).message).toContain('perdure/testing');
  });
});

test('an agent takes skills by their own option, and nothing else there', async () => {
  const scripted = scriptedModel([{ toolCalls: [use('tone')] }, 'Done.']);
  const run = () => agent('writer', { ...base, skills: tone })('Go.');
  await directly(run, undefined, { models: { scripted } });
  expect(answer(scripted, 1)).toContain('Be brief.');
  expect(() => agent('writer', { ...base, skills: './skills' as never })).toThrow(/skills must be/);
});
