import { expect, test } from 'vitest';
import { folderWith, goodSkill, skillText } from '../activities/skills/skill-folder.js';
import { perdure } from './fixtures/perdure-cli.js';

const patience = 60_000;

test(
  'skills check looks into the usual folders and exits with 0 when all is well',
  async () => {
    const cwd = await folderWith({
      'skills/pdf/SKILL.md': goodSkill('pdf'),
      '.agents/skills/tone/SKILL.md': goodSkill('tone'),
    });
    const { code, stdout } = await perdure(['skills', 'check'], { cwd });
    expect(stdout).toBe('ok  skills/pdf\nok  .agents/skills/tone\n\nNo problems.\n');
    expect(code).toBe(0);
  },
  patience,
);

test(
  'skills check names each problem with its place, and exits with 1',
  async () => {
    const cwd = await folderWith({
      'lib/pdf/SKILL.md': skillText('name: Pdf\nversion: 1\ndescription: Does it.'),
      'lib/mute/SKILL.md': skillText('name: mute'),
      'lib/long/SKILL.md': goodSkill('long', 'A line.\n'.repeat(600)),
      'lib/zwilling/SKILL.md': skillText('name: long\ndescription: Does it.'),
      'empty/readme.md': '',
    });
    const { code, stdout } = await perdure(['skills', 'check', 'lib', 'empty'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('lib/pdf/SKILL.md:3:1  warning  version is no field of the standard');
    expect(stdout).toContain('lib/mute/SKILL.md  error  description is missing');
    expect(stdout).toMatch(/^ok {2}lib\/long\n {4}lib\/long\/SKILL\.md {2}advice/m);
    expect(stdout).toContain("lib/zwilling  error  lib/long has the same name, 'long'");
    expect(stdout).toContain('empty  error  it has no skill: no SKILL.md was found');
    expect(stdout).toMatch(/\n7 problems\.\n$/);
  },
  patience,
);

test(
  'skills check --json is one document',
  async () => {
    const cwd = await folderWith({ 'skills/pdf/SKILL.md': skillText('name: pdf\ndescription: a\ndescription: b') });
    const { code, stdout } = await perdure(['skills', 'check', 'skills/pdf', '--json'], { cwd });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      skills: [
        {
          path: 'skills/pdf',
          name: null,
          findings: [
            { severity: 'error', message: 'Map keys must be unique', path: 'skills/pdf/SKILL.md', line: 4, column: 1 },
          ],
        },
      ],
      findings: [],
      problems: 1,
    });
  },
  patience,
);

test(
  'skills check without any folder, or with one that does not exist, exits with 2',
  async () => {
    const cwd = await folderWith({ 'readme.md': '' });
    for (const words of [[], ['nowhere'], ['readme.md']]) {
      const { code, stderr } = await perdure(['skills', 'check', ...words], { cwd });
      expect(code).toBe(2);
      expect(stderr).toContain('Skill.FolderNotFound');
    }
  },
  patience,
);
