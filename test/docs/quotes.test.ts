import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

function check(...words: string[]): { code: number | null; problems: string[] } {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/check-docs.mjs', ...words], { encoding: 'utf8' });
  return { code: status, problems: stderr.split('\n').filter(Boolean) };
}

/** A small tree of documents and examples. */
function tree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'perdure-docs-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

const source = 'if (true) {\n  // #region one\n  const one = 1;\n  // #endregion\n}\n';
const fence = (info: string, body: string): string => `\`\`\`${info}\n${body}\n\`\`\`\n`;

describe('check-docs', () => {
  test('the documents of this project have no problem', () => {
    expect(check()).toEqual({ code: 0, problems: [] });
  });

  test('a quote that is its region is fine, without the indentation', () => {
    const quote = fence('ts examples/a.ts#one', 'const one = 1;');
    expect(check('--root', tree({ 'README.md': quote, 'examples/a.ts': source })).problems).toEqual([]);
  });

  test('finds drift, code without a source, a missing region and a source outside the examples', () => {
    const text = [
      fence('ts examples/a.ts#one', 'const one = 2;'),
      fence('ts', 'const two = 2;'),
      fence('ts examples/a.ts#two', ''),
      fence('ts src/index.ts', ''),
    ].join('');
    const { code, problems } = check('--root', tree({ 'README.md': text, 'examples/a.ts': source }));
    expect(code).toBe(1);
    expect(problems.map((line) => line.replace(/^README\.md:\d+ {2}/, ''))).toEqual([
      'a ts block without a source; write ```ts examples/…/app.ts#region',
      "examples/a.ts has no '// #region two'",
      'quotes come from examples/ or test/examples/',
      'differs from examples/a.ts#one; refresh it with --write',
    ]);
  });

  test('refreshes drifted quotes with --write', () => {
    const text = `before\n${fence('ts examples/a.ts#one', 'old\nolder')}after\n`;
    const root = tree({ 'docs/a.md': text, 'examples/a.ts': source });
    expect(check('--root', root, '--write').code).toBe(0);
    expect(readFileSync(join(root, 'docs/a.md'), 'utf8')).toBe(
      `before\n${fence('ts examples/a.ts#one', 'const one = 1;')}after\n`,
    );
  });

  test('finds links to files and headings that are not there', () => {
    const text =
      '# Title\n[a](docs/no.md) [b](#title) [c](#nowhere) [d](docs/a.md#all-of-it) [e](https://example.com)\n';
    const { problems } = check('--root', tree({ 'README.md': text, 'docs/a.md': '## All of `it`\n' }));
    expect(problems).toEqual([
      'README.md:2  the link docs/no.md leads nowhere',
      'README.md:2  README.md has no heading for #nowhere',
    ]);
  });

  test('finds commands, options and scripts that do not exist', () => {
    const root = tree({
      'README.md': fence('sh', 'npx perdure run hello --detach\nnpx perdure fly\nnpx perdure run a --fly\nnpm run fly'),
      'cli/command-list.ts': "{ name: 'run' }",
      'cli/commands/run.ts': "'--detach'",
      'package.json': '{ "scripts": {} }',
    });
    expect(check('--root', root).problems).toEqual([
      "README.md:3  there is no command 'perdure fly'",
      "README.md:4  'perdure run' has no --fly",
      "README.md:5  package.json has no script 'fly'",
    ]);
  });
});
