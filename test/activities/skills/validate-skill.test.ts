import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { validateSkill } from '../../../activities/skills/index.js';
import { loadSkills } from '../../../activities/skills/load-skills.js';
import { folderWith, goodSkill, skillText } from './skill-folder.js';

const check = async (text: string, folder = 'pdf') => {
  const root = await folderWith({ [`${folder}/SKILL.md`]: text });
  const { ok, name, findings } = await validateSkill(join(root, folder));
  const { skills } = await loadSkills([root]);
  return {
    ok,
    name,
    loaded: skills[0],
    said: findings.map(({ severity, message }) => `${severity}: ${message}`),
    findings,
  };
};

describe('the strict check of a skill', () => {
  test('accepts every field of the standard, and loading keeps what counts', async () => {
    const fields = [
      'name: pdf',
      'description: Fills PDF forms. Use it for forms.',
      'license: MIT',
      'compatibility: needs a printer',
      'metadata:\n  version: "1.0"',
      'allowed-tools: read_file Bash(git log:*)',
    ];
    const { ok, said, loaded } = await check(skillText(fields.join('\n')));
    expect(said).toEqual([]);
    expect(ok).toBe(true);
    expect(loaded).toMatchObject({
      name: 'pdf',
      description: 'Fills PDF forms. Use it for forms.',
      allowedTools: ['read_file', 'Bash(git log:*)'],
      directory: 'pdf',
      hasFiles: false,
    });
  });

  test('takes a byte order mark, Windows line ends and rules of dashes in the body', async () => {
    const text = `\uFEFF${goodSkill('pdf', 'First.\n\n---\n\nSecond.')}`.replaceAll('\n', '\r\n');
    const { ok, said } = await check(text);
    expect({ ok, said }).toEqual({ ok: true, said: [] });
  });

  test.each([
    ['Pdf', /^warning: name may have lower-case letters a-z/],
    ['pdf_forms', /^warning: name may have lower-case letters a-z/],
    ['-pdf', /^warning: name may not begin or end with -/],
    ['pdf--forms', /^warning: name may not begin or end with - nor have two/],
    ['p'.repeat(64), undefined],
    ['pdfé', /^warning: name may have lower-case letters a-z/],
  ])('the name %s is judged by the standard, and loaded all the same', async (name, problem) => {
    const { ok, said, loaded } = await check(skillText(`name: ${name}\ndescription: Does it.`), name);
    expect(ok).toBe(problem === undefined);
    if (problem) expect(said.join('\n')).toMatch(problem);
    expect(loaded?.name).toBe(name);
  });

  test('says where a name is not that of its folder', async () => {
    const { findings, loaded } = await check(skillText('description: Does it.\nname: other'));
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: "name has to be the folder's name, which is 'pdf'",
        line: 3,
        column: 1,
      }),
    ]);
    expect(loaded?.name).toBe('other');
  });

  test('a name that is missing or cannot be used gives way to that of the folder', async () => {
    expect(await check(skillText('description: Does it.'))).toMatchObject({
      ok: false,
      name: 'pdf',
      said: ["warning: name is missing; the folder's is taken, 'pdf'"],
    });
    const bad = await check(skillText('name: "a\\n<b>"\ndescription: Does it.'));
    expect(bad.loaded?.name).toBe('pdf');
    expect(bad.ok).toBe(false);
  });

  test.each([
    ['name: pdf', 'error: description is missing: a model chooses by it'],
    ['name: pdf\ndescription: "  "', 'error: description is missing: a model chooses by it'],
    ['name: pdf\ndescription: 7', 'error: description has to be a text, but is a number; put it in quotes'],
    ['- name: pdf', "error: the front matter has to consist of fields, such as 'name: …'"],
    [
      'name: pdf\ndescription: &a Does it.\nlicense: *a',
      "error: references ('&' and '*') are not allowed in the front matter",
    ],
  ])('is not loaded: %j', async (fields, problem) => {
    const { ok, loaded, said } = await check(skillText(fields));
    expect({ ok, loaded }).toEqual({ ok: false, loaded: undefined });
    expect(said).toContain(problem);
  });

  test('a field that is there twice is an error with its place', async () => {
    const { findings, loaded } = await check(skillText('name: pdf\ndescription: One.\ndescription: Two.'));
    expect(findings).toMatchObject([{ severity: 'error', message: 'Map keys must be unique', line: 4, column: 1 }]);
    expect(loaded).toBeUndefined();
  });

  test('front matter that is no YAML is an error with its place', async () => {
    const { findings, loaded } = await check(skillText('name: pdf\ndescription: [open'));
    expect(findings[0]).toMatchObject({ severity: 'error', line: 3 });
    expect(loaded).toBeUndefined();
  });

  test('a colon in a value is told to the author, and read as it was meant', async () => {
    const { said, loaded, findings } = await check(skillText('name: pdf\ndescription: Use it for this: forms.'));
    expect(said).toEqual(['warning: a value with a colon in it has to be in quotes']);
    expect(findings[0]?.line).toBe(3);
    expect(loaded?.description).toBe('Use it for this: forms.');
  });

  test('unknown fields and wrong kinds of values break the standard and are no hindrance', async () => {
    const fields = `name: pdf
description: ${'d'.repeat(1_030)}
version: 1.0
license: 3
compatibility: ""
metadata: [one]
allowed-tools: [a, b]`;
    const { said, loaded } = await check(skillText(fields));
    expect(said.map((one) => one.split(' ').slice(0, 2).join(' '))).toEqual([
      'warning: version',
      'warning: description',
      'warning: license',
      'warning: compatibility',
      'warning: metadata',
      'warning: allowed-tools',
    ]);
    expect(loaded?.description).toHaveLength(1_024);
    expect(loaded?.allowedTools).toEqual(['a', 'b']);
  });

  test('no front matter, none that ends, and no instructions are errors', async () => {
    expect((await check('# Only text')).said).toEqual([
      'error: it has to begin with front matter: fields between two lines of ---',
    ]);
    expect((await check('---\nname: pdf\n')).said).toHaveLength(1);
    expect((await check(skillText('name: pdf\ndescription: Does it.', ''))).said).toEqual([
      'error: it has no instructions below the front matter',
    ]);
  });

  test('long instructions are advised against, which is no problem', async () => {
    const { ok, said, loaded } = await check(goodSkill('pdf', 'A line.\n'.repeat(501)));
    expect(ok).toBe(true);
    expect(said).toEqual([expect.stringMatching(/^advice: the instructions are long \(501 lines/)]);
    expect(loaded).toBeDefined();
  });
});

test('nothing in front matter is run', async () => {
  const global = globalThis as { skillRan?: boolean };
  const script = '---js\n{ name: (globalThis.skillRan = true, "pdf"), description: "x" }\n---\n\nDo it.\n';
  expect((await check(script)).said).toEqual([
    'error: it has to begin with front matter: fields between two lines of ---',
  ]);
  const tagged = await check(
    skillText('name: pdf\ndescription: !!js/function "function () { globalThis.skillRan = true }"'),
  );
  expect(tagged.loaded).toBeUndefined();
  expect(global.skillRan).toBeUndefined();
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test('a field named __proto__ changes no object', async () => {
  const { said } = await check(skillText('name: pdf\ndescription: Does it.\n__proto__:\n  polluted: true'));
  expect(said[0]).toContain('__proto__ is no field of the standard');
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
