import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { skillBodies } from '../../../activities/skills/index.js';
import { folderWith, goodSkill } from './skill-folder.js';

const call = (name: string, input: object): Promise<unknown> =>
  (skillBodies[name] as (input: object) => Promise<unknown>)(input);
const read = (folder: string, file: string, directory = 'a') =>
  call('perdure.skills.read', { folder, directory, file });
const open = (folder: string, directory = 'a') => call('perdure.skills.open', { folder, directory });

describe('reading files of a skill', () => {
  test('gives instructions with the list of files, and each file as text', async () => {
    const root = await folderWith({
      'a/SKILL.md': goodSkill('a', 'See references/one.md.'),
      'a/references/one.md': 'One.',
      'a/scripts/run.sh': 'echo',
      'a/.env': 'KEY=1',
      'a/node_modules/x/index.js': '',
    });
    expect(await open(root)).toEqual({
      instructions: 'See references/one.md.',
      files: ['references/one.md', 'scripts/run.sh'],
    });
    expect(await read(root, 'references/one.md')).toBe('One.');
    expect(await read(root, './references/one.md')).toBe('One.');
  });

  test.each([
    '../b/secret.md',
    'references/../../b/secret.md',
    '/etc/passwd',
    'C:/secret.md',
    '..\\b\\secret.md',
    '..',
    '.',
    '.env',
    '.git/config',
    'node_modules/x.js',
    'references',
    'linked.md',
    'linked/secret.md',
    'binary.bin',
    'latin.txt',
    'large.txt',
  ])('refuses %s', async (file) => {
    const root = await folderWith({
      'a/SKILL.md': goodSkill('a'),
      'a/references/one.md': 'One.',
      'a/.env': 'KEY=1',
      'a/.git/config': '',
      'a/node_modules/x.js': '',
      'a/binary.bin': new Uint8Array([1, 0, 2]),
      'a/latin.txt': new Uint8Array([0xe9, 0x20]),
      'a/large.txt': 'x'.repeat(192 * 1024 + 1),
      'b/secret.md': 'secret',
    });
    await symlink(join(root, 'b/secret.md'), join(root, 'a/linked.md'));
    await symlink(join(root, 'b'), join(root, 'a/linked'));
    await expect(read(root, file)).rejects.toMatchObject({ code: 'Skill.FileRefused', retryable: false });
  });

  test('says that a file is not there', async () => {
    const root = await folderWith({ 'a/SKILL.md': goodSkill('a') });
    await expect(read(root, 'nowhere.md')).rejects.toMatchObject({ code: 'Skill.FileNotFound' });
  });

  test('a skill that has gone since the run began, or has become a link, is not read', async () => {
    const root = await folderWith({
      'a/SKILL.md': goodSkill('a'),
      'b/SKILL.md': 'spoilt',
      'c/SKILL.md': goodSkill('c'),
    });
    await rm(join(root, 'a'), { recursive: true });
    await expect(open(root)).rejects.toMatchObject({ code: 'Skill.Unreadable' });
    await symlink(join(root, 'c'), join(root, 'a'));
    await expect(open(root)).rejects.toMatchObject({ code: 'Skill.Unreadable' });
    await expect(open(root, '../x')).rejects.toMatchObject({ code: 'Skill.Unreadable' });
    await expect(open(root, 'b')).rejects.toMatchObject({
      code: 'Skill.Unreadable',
      message: expect.stringContaining('it has to begin with front matter') as string,
    });
  });
});
