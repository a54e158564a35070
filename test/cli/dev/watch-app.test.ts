import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { watchApp } from '../../../cli/dev/watch-app.js';

test('changes of code are told once, together; libraries, hidden folders and other files are ignored', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'perdure-watch-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const name of ['node_modules/x', '.perdure', 'dist', 'lib'])
    await mkdir(join(folder, name), { recursive: true });
  const heard: (readonly string[])[] = [];
  let tell = (): void => {};
  const first = new Promise<void>((resolve) => (tell = resolve));
  const watch = await watchApp([join(folder, 'app.ts')], (changed) => {
    heard.push([...changed].sort());
    tell();
  });
  onTestFinished(() => watch.close());
  const ignored = ['node_modules/x/index.js', '.perdure/state.json', 'dist/app.js', 'notes.txt'];
  for (const path of [...ignored, 'app.ts', 'lib/part.ts']) await writeFile(join(folder, path), '1');
  await first;
  expect(heard).toEqual([[join(folder, 'app.ts'), join(folder, 'lib/part.ts')]]);
});

test('an app in a folder called dist is watched all the same', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'perdure-watch-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'dist'));
  const changed = new Promise<readonly string[]>((resolve, reject) => {
    watchApp([join(folder, 'dist/app.js')], resolve)
      .then((watch) => onTestFinished(() => watch.close()))
      .then(() => writeFile(join(folder, 'dist/app.js'), '1'))
      .catch(reject);
  });
  expect(await changed).toEqual([join(folder, 'dist/app.js')]);
});
