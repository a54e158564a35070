import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { loadSkills } from '../../../activities/skills/index.js';
import { folderWith, goodSkill, skillText } from './skill-folder.js';

const names = async (...folders: string[]) => (await loadSkills(folders)).skills.map(({ name }) => name);

describe('loading skills', () => {
  test('F-80 a folder is loaded, and the bad ones in it are left out and named', async () => {
    const root = await folderWith({
      'b/SKILL.md': goodSkill('b'),
      'a/SKILL.md': goodSkill('a'),
      'a/references/more.md': 'More.',
      'broken/SKILL.md': 'no front matter',
      'mute/SKILL.md': skillText('name: mute'),
    });
    const { skills, findings } = await loadSkills([root]);
    expect(skills).toMatchObject([
      { name: 'a', directory: 'a', folder: root, hasFiles: true },
      { name: 'b', hasFiles: false },
    ]);
    expect(findings.map(({ severity, path }) => [severity, path])).toEqual([
      ['error', `${root}/broken/SKILL.md`],
      ['error', `${root}/mute/SKILL.md`],
    ]);
  });

  test('a folder that is a skill itself is one', async () => {
    const root = await folderWith({ 'pdf/SKILL.md': goodSkill('pdf') });
    expect(await loadSkills([join(root, 'pdf')])).toMatchObject({
      skills: [{ name: 'pdf', directory: '' }],
      findings: [],
    });
  });

  test('what is hidden, installed, inside of another skill or too deep is not looked at', async () => {
    const root = await folderWith({
      'a/SKILL.md': goodSkill('a'),
      'a/inner/SKILL.md': goodSkill('inner'),
      '.git/hook/SKILL.md': goodSkill('hook'),
      'node_modules/package/SKILL.md': goodSkill('package'),
      '1/2/3/four/SKILL.md': goodSkill('four'),
      '1/2/3/4/five/SKILL.md': goodSkill('five'),
    });
    expect(await names(root)).toEqual(['a', 'four']);
  });

  test('symbolic links are not followed, and said', async () => {
    const outside = await folderWith({ 'secret/SKILL.md': goodSkill('secret') });
    const root = await folderWith({ 'a/SKILL.md': goodSkill('a'), 'b/note.md': 'x' });
    await symlink(join(outside, 'secret'), join(root, 'linked'));
    await symlink(join(outside, 'secret/SKILL.md'), join(root, 'b/SKILL.md'));
    const { skills, findings } = await loadSkills([root]);
    expect(skills.map(({ name }) => name)).toEqual(['a']);
    expect(findings.map(({ severity, path, message }) => [severity, path.slice(root.length), message])).toEqual([
      ['warning', '/linked', 'it is a symbolic link, which is not followed'],
      ['error', '/b/SKILL.md', expect.stringContaining('symbolic link')],
    ]);
  });

  test('a file whose name is not in capitals is no skill, and said', async () => {
    const root = await folderWith({ 'a/skill.md': goodSkill('a') });
    expect(await loadSkills([root])).toMatchObject({
      skills: [],
      findings: [{ severity: 'warning', path: `${root}/a/skill.md` }],
    });
  });

  test('the first folder goes before the second, with a warning', async () => {
    const project = await folderWith({ 'tone/SKILL.md': skillText('name: tone\ndescription: Of the project.') });
    const user = await folderWith({
      'tone/SKILL.md': skillText('name: tone\ndescription: Of the user.'),
      'x/SKILL.md': goodSkill('x'),
    });
    const { skills, findings } = await loadSkills([project, user]);
    expect(skills).toMatchObject([{ name: 'tone', description: 'Of the project.' }, { name: 'x' }]);
    expect(findings).toMatchObject([
      {
        severity: 'warning',
        path: `${user}/tone`,
        message: `it is left out: ${project}/tone has the same name, 'tone'`,
      },
    ]);
  });

  test('F-80 two skills of one name in one folder are refused, with both places', async () => {
    const root = await folderWith({ 'a/SKILL.md': goodSkill('same'), 'b/SKILL.md': goodSkill('same') });
    await expect(loadSkills([root])).rejects.toMatchObject({
      code: 'Skill.Duplicate',
      message: `Two skills are named 'same': ${root}/a and ${root}/b. Rename one of them.`,
    });
  });

  test('a folder that is missing is an error, except in the home folder', async () => {
    const home = await folderWith({ '.agents/skills/mine/SKILL.md': goodSkill('mine'), file: '' });
    vi.stubEnv('HOME', home);
    expect(await names('~/.agents/skills', '~/nowhere')).toEqual(['mine']);
    vi.unstubAllEnvs();
    await expect(loadSkills([join(home, 'nowhere')])).rejects.toMatchObject({ code: 'Skill.FolderNotFound' });
    await expect(loadSkills([join(home, 'file')])).rejects.toMatchObject({ code: 'Skill.FolderNotFound' });
  });

  test('a SKILL.md that is too large is left out', async () => {
    const root = await folderWith({ 'a/SKILL.md': goodSkill('a', 'x'.repeat(128 * 1024)) });
    expect(await loadSkills([root])).toMatchObject({
      skills: [],
      findings: [{ severity: 'error', message: expect.stringContaining('131072 is the most') as string }],
    });
  });

  test('there is an end to how many are loaded and how many folders are searched, and it is said', async () => {
    const many = await folderWith(
      Object.fromEntries([...Array(201).keys()].map((n) => [`s${n}/SKILL.md`, goodSkill(`s${n}`)])),
    );
    const { skills, findings } = await loadSkills([many]);
    expect(skills).toHaveLength(200);
    expect(findings).toMatchObject([
      { severity: 'error', message: expect.stringMatching(/201 skills, and 200/) as string },
    ]);
    const wide = await folderWith(Object.fromEntries([...Array(1_001).keys()].map((n) => [`f${n}/x`, ''])));
    expect((await loadSkills([wide])).findings).toMatchObject([
      { message: expect.stringContaining('more than 1000 folders') as string },
    ]);
  });
});
