import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { editFile } from '../../../activities/workspace/edit-file.js';
import { findFiles } from '../../../activities/workspace/find-files.js';
import { grep } from '../../../activities/workspace/grep.js';
import { lineDiff } from '../../../activities/workspace/line-diff.js';
import { listDirectory } from '../../../activities/workspace/list-directory.js';
import { globMatcher } from '../../../activities/workspace/match-glob.js';
import { previewChange } from '../../../activities/workspace/preview-change.js';
import { readFile } from '../../../activities/workspace/read-file.js';
import { writeFile } from '../../../activities/workspace/write-file.js';
import { PerdureError } from '../../../src/errors.js';
import { codeOf, neverAborted, openWorkspace } from './open-workspace.js';

describe('read_file', () => {
  test('gives lines, and says where they are and whether more follow', async () => {
    const { workspace, write } = openWorkspace();
    expect(await readFile({ workspace, path: 'a.txt' })).toEqual({
      content: 'one\ntwo\nthree',
      offset: 1,
      lines: 3,
      totalLines: 3,
      truncated: false,
    });
    expect(await readFile({ workspace, path: 'a.txt', offset: 2, limit: 1 })).toMatchObject({
      content: 'two',
      offset: 2,
      truncated: true,
    });
    expect(await readFile({ workspace, path: 'a.txt', offset: 9 })).toMatchObject({ content: '', lines: 0 });
    write('empty.txt', '');
    expect(await readFile({ workspace, path: 'empty.txt' })).toMatchObject({ totalLines: 0, truncated: false });
  });

  test('gives no more than a conversation can bear', async () => {
    const { workspace, write } = openWorkspace();
    write('long.txt', `${'x'.repeat(60_000)}\n`.repeat(3));
    expect(await readFile({ workspace, path: 'long.txt' })).toMatchObject({ lines: 1, totalLines: 3, truncated: true });
    write('line.txt', 'x'.repeat(300_000));
    const { content, truncated } = await readFile({ workspace, path: 'line.txt' });
    expect({ size: content.length, truncated }).toEqual({ size: 100_000, truncated: true });
  });

  test('refuses what is no text, too large, or no file, with a word of its own for each', async () => {
    const { workspace, write } = openWorkspace();
    write('picture.png', Buffer.from([0x89, 0x50, 0, 0]));
    write('latin.txt', Buffer.from([0x66, 0xfc, 0x72]));
    write('huge.txt', Buffer.alloc(10_000_001, 'x'));
    expect(await codeOf(readFile({ workspace, path: 'picture.png' }))).toBe('Workspace.NotText');
    expect(await codeOf(readFile({ workspace, path: 'latin.txt' }))).toBe('Workspace.NotText');
    expect(await codeOf(readFile({ workspace, path: 'huge.txt' }))).toBe('Workspace.TooLarge');
    expect(await codeOf(readFile({ workspace, path: 'folder' }))).toBe('Workspace.WrongKind');
    expect(await codeOf(readFile({ workspace, path: '.' }))).toBe('Workspace.WrongKind');
    expect(await codeOf(readFile({ workspace, path: 'none.txt' }))).toBe('Workspace.NotFound');
  });
});

describe('write_file', () => {
  test('makes a file and its folders, and keeps the permissions of one that is there', async () => {
    const { workspace, root } = openWorkspace();
    const made = await writeFile({ workspace, path: 'new/deep/ü.txt', content: 'ü' });
    expect(made).toEqual({ path: 'new/deep/ü.txt', bytes: 2, created: true });
    expect(readFileSync(join(root, 'new/deep/ü.txt'), 'utf8')).toBe('ü');
    chmodSync(join(root, 'a.txt'), 0o750);
    expect(await writeFile({ workspace, path: 'a.txt', content: 'x' })).toMatchObject({ created: false });
    expect(statSync(join(root, 'a.txt')).mode & 0o777).toBe(0o750);
  });

  test('does nothing if the file is not the one that a person was shown', async () => {
    const { workspace, root, write } = openWorkspace();
    const { before, diff } = await previewChange({ workspace, path: 'a.txt', content: 'mine\n' });
    expect(diff).toContain('+mine');
    write('a.txt', 'somebody else');
    expect(await codeOf(writeFile({ workspace, path: 'a.txt', content: 'mine\n', before }))).toBe('Workspace.Changed');
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('somebody else');
    expect(await codeOf(writeFile({ workspace, path: 'a.txt', content: 'x', before: null }))).toBe('Workspace.Changed');
  });

  test('may be repeated after an attempt that nobody heard the end of', async () => {
    const { workspace } = openWorkspace();
    const { before } = await previewChange({ workspace, path: 'new.txt', content: 'x' });
    expect(before).toBeNull();
    for (let attempt = 1; attempt <= 2; attempt++)
      expect(await writeFile({ workspace, path: 'new.txt', content: 'x', before })).toMatchObject({ bytes: 1 });
  });
});

describe('F-85 edit_file', () => {
  test('replaces a piece that is there once, letter by letter', async () => {
    const { workspace, root } = openWorkspace();
    const edit = { workspace, path: 'a.txt', old_text: 'two', new_text: '$& $1' };
    expect(await editFile(edit)).toEqual({ path: 'a.txt', line: 2 });
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('one\n$& $1\nthree\n');
  });

  test.each([
    ['nothing', 'none', 0],
    ['two places', 'e\n', 2],
    ['places that overlap', 'aa', 2],
  ])('refuses %s, and says how many there are', async (_, oldText, matches) => {
    const { workspace, root, write } = openWorkspace();
    write('a.txt', 'one\naaa\nthree\n');
    const edit = { workspace, path: 'a.txt', old_text: oldText, new_text: 'x' };
    for (const work of [editFile, previewChange]) {
      const error = await work(edit).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'Workspace.NoUniqueMatch', details: { matches } });
      expect(PerdureError.is(error) && error.retryable).toBe(false);
    }
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toContain('aaa');
  });

  test('says so when the lines of a file end otherwise', async () => {
    const { workspace, write } = openWorkspace();
    write('dos.txt', 'one\r\ntwo\r\n');
    const work = editFile({ workspace, path: 'dos.txt', old_text: 'one\ntwo', new_text: 'x' });
    await expect(work).rejects.toThrow(/\\r\\n/);
  });
});

describe('F-85 find_files and grep', () => {
  const filled = () => {
    const place = openWorkspace();
    for (let number = 10; number < 30; number++) place.write(`src/n${number}.ts`, `tea\nTea ${number}\n`);
    for (const folder of ['node_modules/x', '.git']) place.write(`${folder}/n.ts`, 'tea');
    return place;
  };

  test('stop at their limits and say so', async () => {
    const { workspace } = filled();
    const files = await findFiles({ workspace, pattern: '*.ts', limit: 3 }, neverAborted);
    expect(files).toEqual({ files: ['src/n10.ts', 'src/n11.ts', 'src/n12.ts'], truncated: true });
    expect(await findFiles({ workspace, pattern: 'src/*.ts', limit: 20 }, neverAborted)).toMatchObject({
      truncated: false,
    });
    const lines = await grep({ workspace, pattern: '^tea', ignore_case: true, limit: 3 }, neverAborted);
    expect(lines).toEqual({
      matches: [
        { path: 'src/n10.ts', line: 1, text: 'tea' },
        { path: 'src/n10.ts', line: 2, text: 'Tea 10' },
        { path: 'src/n11.ts', line: 1, text: 'tea' },
      ],
      truncated: true,
    });
    const exact = await grep({ workspace, pattern: '^tea', limit: 20 }, neverAborted);
    expect([exact.matches.length, exact.truncated]).toEqual([20, false]);
  });

  test('look where they are told, also into a single file', async () => {
    const { workspace } = filled();
    const inPackage = await findFiles({ workspace, path: 'node_modules', pattern: '*.ts' }, neverAborted);
    expect(inPackage.files).toEqual(['node_modules/x/n.ts']);
    expect((await grep({ workspace, path: 'src/n10.ts', pattern: 'T' }, neverAborted)).matches).toEqual([
      { path: 'src/n10.ts', line: 2, text: 'Tea 10' },
    ]);
    expect((await grep({ workspace, path: 'src', pattern: '25', glob: '*.{md,ts}' }, neverAborted)).matches).toEqual([
      { path: 'src/n25.ts', line: 2, text: 'Tea 25' },
    ]);
    expect((await grep({ workspace, pattern: 'tea', glob: '*.md' }, neverAborted)).matches).toEqual([]);
  });

  test('a search leaves out what is no text; a file asked for by name is refused', async () => {
    const { workspace, write } = openWorkspace();
    write('folder/data.bin', Buffer.from([0x74, 0x65, 0x61, 0]));
    expect((await grep({ workspace, pattern: 'tea' }, neverAborted)).matches).toEqual([]);
    expect(await codeOf(grep({ workspace, path: 'folder/data.bin', pattern: 'tea' }, neverAborted))).toBe(
      'Workspace.NotText',
    );
    write('wide.txt', 'x'.repeat(5_000));
    expect((await grep({ workspace, pattern: 'xx' }, neverAborted)).matches[0]?.text).toHaveLength(300);
  });

  test('a pattern that would take for ever is given up, and does not stop the process', async () => {
    const { workspace, write } = openWorkspace();
    write('evil.txt', `${'a'.repeat(40)}!\n`);
    let ticks = 0;
    const clock = setInterval(() => (ticks += 1), 50);
    expect(await codeOf(grep({ workspace, pattern: '^(a+)+$' }, neverAborted))).toBe('Workspace.PatternTooSlow');
    clearInterval(clock);
    expect(ticks).toBeGreaterThan(20);
    expect(await codeOf(grep({ workspace, pattern: '(' }, neverAborted))).toBe('Workspace.InvalidPattern');
  });

  test('a search that was cancelled ends', async () => {
    const { workspace, write } = openWorkspace();
    write('evil.txt', `${'a'.repeat(40)}!\n`);
    const controller = new AbortController();
    const work = grep({ workspace, pattern: '^(a+)+$' }, controller.signal);
    controller.abort(new Error('enough'));
    await expect(work).rejects.toThrow('enough');
  });

  test.each([
    ['*.md', 'a/b/c.md', true],
    ['*.md', 'a.mdx', false],
    ['a/*.md', 'a/b/c.md', false],
    ['a/**', 'a/b/c.md', true],
    ['a/**/c.md', 'a/c.md', true],
    ['**/b/*', 'a/b/c', true],
    ['?.{ts,{j,mj}s}', 'x/y.mjs', true],
    ['[a].txt', 'a.txt', false],
    ['.*', 'a/.env', true],
  ])('%s and %s: %s', (glob, path, expected) => {
    expect(globMatcher(glob)(path)).toBe(expected);
  });

  test('no glob takes for ever, or stands for endlessly many', () => {
    const [stars, folders] = ['*a'.repeat(100), '**/a/'.repeat(100)];
    const start = Date.now();
    expect(globMatcher(`${stars}b`)('a'.repeat(255))).toBe(false);
    expect(globMatcher(`${folders}b`)('a/'.repeat(1_000))).toBe(false);
    expect(Date.now() - start).toBeLessThan(1_000);
    expect(() => globMatcher('{a,b}'.repeat(20))).toThrow(/choices/);
  });
});

describe('list_directory', () => {
  test('gives names, kinds and sizes, up to a thousand', async () => {
    const { workspace, write } = openWorkspace();
    expect((await listDirectory({ workspace, path: 'folder' })).entries).toEqual([
      { name: 'b.txt', kind: 'file', size: 5 },
      { name: 'near.txt', kind: 'link' },
    ]);
    for (let number = 0; number <= 1_000; number++) write(`many/${number}`, '');
    const { entries, truncated } = await listDirectory({ workspace, path: 'many' });
    expect([entries.length, truncated]).toEqual([1_000, true]);
  });
});

describe('the diff that people are shown', () => {
  test('has the lines that change and some around them', () => {
    const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', ''].join('\n');
    expect(lineDiff('x.txt', before, before.replace('e', 'E\nE'))).toBe(
      ['--- x.txt', '+++ x.txt', '@@ -2,7 +2,8 @@', ' b', ' c', ' d', '-e', '+E', '+E', ' f', ' g', ' h'].join('\n'),
    );
    expect(lineDiff('n.txt', undefined, 'a')).toBe(
      ['--- /dev/null', '+++ n.txt', '@@ -0,0 +1,1 @@', '+a', '\\ No newline at end of file'].join('\n'),
    );
  });

  test('hides nothing behind control characters, and has an end', () => {
    const diff = lineDiff('x', '', 'safe\u001b[1A\u202eevil\r\n');
    expect(diff).toContain('+safe\\u{1b}[1A\\u{202e}evil\\u{d}');
    expect(lineDiff('x', '', 'y\n'.repeat(50_000)).length).toBeLessThan(21_000);
  });
});
