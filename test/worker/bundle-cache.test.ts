import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { bundleApp } from 'perdure/worker';
import { expect, onTestFinished, test, vi } from 'vitest';

const cache = fileURLToPath(new URL('../../node_modules/.cache/perdure-bundles', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));

test('an app that has not changed is not bundled again', async () => {
  const { app } = await smallApp();
  const first = await bundleApp({ app });
  const again = await bundleApp({ app });
  expect(again).toEqual(first);
  await inCache(first.code, (text) => text.replaceAll('first text', 'text from the cache'));
  expect((await bundleApp({ app })).code).toContain('text from the cache');
});

test('a changed file is bundled anew, even with the old size and time', async () => {
  const { app, words } = await smallApp();
  expect((await bundleApp({ app })).code).toContain('first text');
  const { atime, mtime } = await stat(words);
  await writeFile(words, "export const text = 'other text';");
  await utimes(words, atime, mtime);
  const { code } = await bundleApp({ app });
  expect(code).toContain('other text');
  expect(code).not.toContain('first text');
});

test('a new file that an import now leads to is found', async () => {
  const { app, folder } = await smallApp();
  expect((await bundleApp({ app })).code).toContain('first text');
  await old(join(folder, 'words.ts'), "export const text = 'text of another file';");
  expect((await bundleApp({ app })).code).toContain('text of another file');
});

test('another setting is another bundle', async () => {
  const { app } = await smallApp();
  expect((await bundleApp({ app })).code).not.toContain('http://localhost:1/');
  expect((await bundleApp({ app, uiUrl: 'http://localhost:1/' })).code).toContain('http://localhost:1/');
});

test('a broken entry is made anew, and an app with a mistake is never kept', async () => {
  const { app, words } = await smallApp();
  const { code } = await bundleApp({ app });
  await inCache(code, (text) => text.slice(0, 1_000));
  expect((await bundleApp({ app })).code).toBe(code);
  await old(words, 'export const text = ;');
  for (const _ of [1, 2]) await expect(bundleApp({ app })).rejects.toMatchObject({ code: 'Bundle.Invalid' });
});

test('PERDURE_BUNDLE_CACHE=off leaves the cache alone', async () => {
  vi.stubEnv('PERDURE_BUNDLE_CACHE', 'off');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { app } = await smallApp();
  const { code } = await bundleApp({ app });
  expect(await entryOf(code)).toBeUndefined();
});

/** An app whose workflow's text comes from another file; as old as files usually are. */
async function smallApp(): Promise<{ app: string; words: string; folder: string }> {
  const folder = await mkdtemp(join(here, 'cached-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [app, words] = [join(folder, 'app.mjs'), join(folder, 'words.js')];
  await old(words, "export const text = 'first text';");
  await old(
    app,
    "import { workflow } from 'perdure'; import { text } from './words.js'; export const say = workflow('say', async () => text);",
  );
  return { app, words, folder };
}

async function old(file: string, text: string): Promise<void> {
  await writeFile(file, text);
  const yesterday = new Date(Date.now() - 86_400_000);
  await utimes(file, yesterday, yesterday);
}

async function inCache(code: string, edit: (text: string) => string): Promise<void> {
  const path = await entryOf(code);
  await writeFile(path!, brotliCompressSync(edit(await unpack(path!))));
}

async function unpack(path: string): Promise<string> {
  return brotliDecompressSync(await readFile(path)).toString();
}

async function entryOf(code: string): Promise<string | undefined> {
  for (const name of await readdir(cache)) {
    if (!name.endsWith('.json.br')) continue;
    const text = await unpack(join(cache, name)).catch(() => '{}');
    if ((JSON.parse(text) as { code?: string }).code === code) return join(cache, name);
  }
  return undefined;
}
