import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { editFile } from '../../../activities/workspace/edit-file.js';
import { findFiles } from '../../../activities/workspace/find-files.js';
import { Folder } from '../../../activities/workspace/folder.js';
import { grep } from '../../../activities/workspace/grep.js';
import { listDirectory } from '../../../activities/workspace/list-directory.js';
import { previewChange } from '../../../activities/workspace/preview-change.js';
import { readFile } from '../../../activities/workspace/read-file.js';
import { writeFile } from '../../../activities/workspace/write-file.js';
import { declareWorkspace, rightsOf } from '../../../src/agent/workspace/workspace-rights.js';
import { PerdureError } from '../../../src/errors.js';
import { randomFrom } from '../../faults/random.js';
import { codeOf, neverAborted, openWorkspace, type TestWorkspace } from './open-workspace.js';

/** All that lies around a workspace, with its contents. */
function snapshot({ outside, root }: TestWorkspace): Record<string, string> {
  const files = readdirSync(outside, { recursive: true, encoding: 'utf8' }).map((name) => join(outside, name));
  return Object.fromEntries(
    files
      .filter((file) => !file.startsWith(`${root}/`))
      .map((file) => [file, lstatSync(file).isFile() ? readFileSync(file, 'utf8') : 'no file']),
  );
}

const escapes = [
  '../secret.txt',
  'folder/../../secret.txt',
  './/..//secret.txt',
  '..',
  '/etc/passwd',
  '//etc/passwd',
  'C:\\secret.txt',
  '\\\\server\\share',
  'out.txt',
  'out/secret.txt',
  'out/../out.txt',
  'in/near.txt',
  'folder/near.txt',
  'circle',
  'circle/x',
  'dangling',
  'a.txt\0/../../secret.txt',
];

describe('F-85 the tools of a workspace stay inside', () => {
  test.each(escapes)('%j is refused, whichever tool it is given to', async (path) => {
    const place = openWorkspace();
    const before = snapshot(place);
    const { workspace } = place;
    const refused = 'Workspace.PathOutside';
    expect(await codeOf(readFile({ workspace, path }))).toBe(refused);
    expect(await codeOf(writeFile({ workspace, path, content: 'x' }))).toBe(refused);
    expect(await codeOf(editFile({ workspace, path, old_text: 'SECRET', new_text: 'x' }))).toBe(refused);
    expect(await codeOf(previewChange({ workspace, path, content: 'x' }))).toBe(refused);
    expect(await codeOf(grep({ workspace, path, pattern: 'SECRET' }, neverAborted))).toBe(refused);
    // As folders, links to files are none, and what does not exist is not there; nothing of them is listed in any case.
    expect(await codeOf(listDirectory({ workspace, path }))).toMatch(/^Workspace\.(PathOutside|NotFound|WrongKind)$/);
    expect(await codeOf(findFiles({ workspace, path, pattern: '**' }, neverAborted))).toMatch(/^Workspace\./);
    expect(snapshot(place)).toEqual(before);
    expect(existsSync(join(place.outside, 'nowhere.txt'))).toBe(false);
  });

  test('paths that stay inside are taken, also over links and with dots', async () => {
    const { workspace } = openWorkspace();
    for (const path of ['folder/b.txt', 'in/b.txt', './folder/./b.txt', 'folder/../in//b.txt', 'out/../folder/b.txt'])
      expect((await readFile({ workspace, path })).content, path).toBe('four');
  });

  test('what a message says names no place outside', async () => {
    const { workspace, outside } = openWorkspace();
    for (const path of [...escapes, 'missing', 'folder', 'a.txt/b', 'x'.repeat(300)]) {
      const error = await readFile({ workspace, path }).catch((reason: unknown) => reason as PerdureError);
      expect(PerdureError.is(error), path).toBe(true);
      expect((error as PerdureError).message).not.toContain(outside);
    }
  });

  test('no path out of a heap of odd ones reads or changes what is outside', { timeout: 60_000 }, async () => {
    const place = openWorkspace();
    const before = snapshot(place);
    const random = randomFrom(85);
    const pieces = ['..', '..', '.', '', 'folder', 'in', 'out', 'out.txt', 'dangling', 'circle', 'a.txt', 'near.txt'];
    pieces.push(
      'secret.txt',
      'beside',
      'work',
      '...',
      '....//',
      '%2e%2e',
      '..%2f',
      '~',
      '\\..',
      '..\\',
      '\u2025',
      '\0',
    );
    pieces.push(
      'C:',
      'proc',
      'self',
      'root',
      'é',
      '\ud800',
      'b.txt',
      ' ..',
      '.. ',
      '..;',
      '-',
      '*',
      '$HOME',
      place.outside,
    );
    const pick = (): string => pieces[Math.floor(random() * pieces.length)] as string;
    let [read, refused] = [0, 0];
    for (let round = 0; round < 1_500; round++) {
      const path = Array.from({ length: 1 + Math.floor(random() * 6) }, pick).join(random() < 0.9 ? '/' : '');
      const { workspace } = place;
      const calls = [
        () => readFile({ workspace, path }),
        () => grep({ workspace, path, pattern: '.' }, neverAborted),
        () => listDirectory({ workspace, path }),
        () => writeFile({ workspace, path, content: 'SECRET no more' }),
        () => editFile({ workspace, path, old_text: 'SECRET of', new_text: 'x' }),
      ];
      // A thread for each search is the dearest of them.
      const call = calls[round % 50 === 0 ? 1 : [0, 2, 3, 4][round % 4]!]!;
      const result = await call().catch((error: unknown) => error);
      const text = JSON.stringify(result);
      expect(text, path).not.toContain('SECRET of');
      if (result instanceof Error) {
        expect(PerdureError.is(result), `${JSON.stringify(path)}: ${String(result)}`).toBe(true);
        refused += 1;
      } else read += 1;
    }
    expect(snapshot(place)).toEqual(before);
    // Else the pieces prove nothing.
    expect(Math.min(read, refused)).toBeGreaterThan(100);
  });

  test('a folder that turns into a link and back while tools work leads nobody out', { timeout: 60_000 }, async () => {
    const place = openWorkspace();
    place.write('moving/secret.txt', 'inside of it\n');
    symlinkSync('../beside', join(place.root, 'other'));
    const before = snapshot(place);
    const stop = new Int32Array(new SharedArrayBuffer(8));
    const swapping = new Worker(
      `const { workerData: { root, stop } } = require('node:worker_threads');
       const { renameSync } = require('node:fs');
       const at = (name) => root + '/' + name;
       while (Atomics.load(stop, 0) === 0) {
         renameSync(at('moving'), at('third')); renameSync(at('other'), at('moving')); renameSync(at('third'), at('other'));
         Atomics.add(stop, 1, 1);
       }`,
      { eval: true, workerData: { root: place.root, stop } },
    );
    const { workspace } = place;
    const path = 'moving/secret.txt';
    let inside = 0;
    try {
      for (let round = 0; round < 1_000; round++) {
        const read = await readFile({ workspace, path }).catch((error: unknown) => error);
        if (!(read instanceof Error)) inside += 1;
        expect(JSON.stringify(read)).not.toContain('SECRET');
        if (round % 5 === 0)
          await editFile({ workspace, path, old_text: ' of', new_text: ' of!' }).catch(() => undefined);
      }
    } finally {
      Atomics.store(stop, 0, 1);
      await new Promise((resolve) => swapping.once('exit', resolve));
    }
    expect(Atomics.load(stop, 1)).toBeGreaterThan(100);
    expect(inside).toBeGreaterThan(0);
    expect(snapshot(place)).toEqual(before);
  });

  // Systems without descriptor paths compare what was opened with its path.
  test.each([undefined, false])('a step into a folder or file follows no link: %s', async (throughDescriptor) => {
    const { root } = openWorkspace();
    const folder = await Folder.open(root, throughDescriptor);
    const inner = await folder.child('folder');
    await (await inner.openEntry('b.txt', 0)).close();
    if (throughDescriptor === false) expect(inner.at('b.txt')).toBe(join(root, 'folder/b.txt'));
    for (const name of ['out', 'in', 'dangling', 'circle']) {
      await expect(folder.child(name), name).rejects.toThrow();
      await expect(folder.makeChild(name), name).rejects.toThrow();
      await expect(folder.openEntry(name, 0), name).rejects.toThrow();
    }
    await expect(inner.openEntry('near.txt', 0)).rejects.toThrow();
    await inner.close();
    await folder.close();
  });

  test('links are listed as links, and searches do not follow them', async () => {
    const { workspace } = openWorkspace();
    const { entries } = await listDirectory({ workspace });
    expect(entries.filter(({ kind }) => kind === 'link').map(({ name }) => name)).toEqual([
      'circle',
      'dangling',
      'in',
      'out',
      'out.txt',
    ]);
    expect((await findFiles({ workspace, pattern: '**' }, neverAborted)).files).toEqual(['a.txt', 'folder/b.txt']);
    expect((await grep({ workspace, pattern: 'SECRET' }, neverAborted)).matches).toEqual([]);
  });

  test('pipes and sockets are refused instead of waited for', async () => {
    const { workspace, root } = openWorkspace();
    const maker = 'mkfifo';
    execFileSync(maker, [join(root, 'pipe')]);
    const server = createServer().listen(join(root, 'socket'));
    await once(server, 'listening');
    for (const path of ['pipe', 'socket']) {
      expect(await codeOf(readFile({ workspace, path })), path).toBe('Workspace.WrongKind');
      expect(await codeOf(writeFile({ workspace, path, content: 'x' })), path).toBe('Workspace.WrongKind');
    }
    server.close();
  });

  test('a write replaces the file and leaves what else it was the name of', async () => {
    const place = openWorkspace();
    linkSync(join(place.outside, 'secret.txt'), join(place.root, 'hard.txt'));
    await writeFile({ workspace: place.workspace, path: 'hard.txt', content: 'mine' });
    expect(readFileSync(join(place.outside, 'secret.txt'), 'utf8')).toContain('SECRET');
    expect(readdirSync(place.root).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test("git's own files can be read and not changed", async () => {
    const { workspace, write, root } = openWorkspace();
    write('.git/config', '[core]\n');
    mkdirSync(join(root, '.git/hooks'));
    symlinkSync('.git', join(root, 'plain'));
    expect((await readFile({ workspace, path: '.git/config' })).content).toBe('[core]');
    for (const path of ['.git/config', '.git/hooks/post-commit', '.GIT/x', 'plain/config', 'folder/.git'])
      expect(await codeOf(writeFile({ workspace, path, content: 'x' })), path).toBe('Workspace.AccessDenied');
    const edit = { workspace, path: '.git/config', old_text: 'core', new_text: 'x' };
    expect(await codeOf(editFile(edit))).toBe('Workspace.AccessDenied');
  });

  test('a workspace that is not there is said to be missing', async () => {
    expect(await codeOf(readFile({ workspace: './no-such-folder', path: 'a.txt' }))).toBe('Workspace.NotFound');
  });
});

test('a worker touches no folder that its app has not declared, nor more than it has declared', () => {
  const { root } = openWorkspace();
  const outcome = (...given: Parameters<typeof rightsOf>): unknown => {
    try {
      return rightsOf(...given);
    } catch (error) {
      return (error as PerdureError).code;
    }
  };
  expect(outcome('/etc', 'read')).toBe('Workspace.NotDeclared');
  expect(outcome(undefined as never, 'read')).toBe('Workspace.NotDeclared');
  expect(outcome(root, 'run')).toBe('Workspace.NotDeclared');
  expect(outcome(root, 'write')).toEqual({ write: true, programs: [] });
  declareWorkspace(`${root}/folder`, { write: false, programs: ['git'] });
  expect(outcome(`${root}/folder`, 'write')).toBe('Workspace.NotDeclared');
  declareWorkspace(`${root}/folder`, { write: true, programs: ['node', 'git'] });
  expect(outcome(`${root}/folder`, 'run')).toEqual({ write: true, programs: ['git', 'node'] });
});
