import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { perdure } from './fixtures/perdure-cli.js';
import { installInto, temporaryFolder, typescript } from './fixtures/project.js';

const run = promisify(execFile);
const patience = 300_000;

test(
  'init makes a project that type-checks, whose test passes and whose app is without problems',
  async () => {
    const folder = await temporaryFolder();
    const { code, stdout } = await perdure(['init', 'My Shop'], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toMatch(/cd 'My Shop'\n +npm install\n +npx perdure dev\n$/);
    const project = join(folder, 'My Shop');
    await installInto(project);
    const options = { cwd: project };
    const checked = await run(process.execPath, [typescript, '--noEmit'], options).catch((error: unknown) => error);
    expect(checked).toMatchObject({ stdout: '' });
    const tested = await run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--no-cache'], options);
    expect(tested.stdout).toMatch(/2 passed/);
    expect(await perdure(['check'], options)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('No problems.'),
    });
  },
  patience,
);

test('the package.json names this package, its peers and the scripts, and the README the project', async () => {
  const cwd = await temporaryFolder();
  expect((await perdure(['init', 'shop'], { cwd })).code).toBe(0);
  const manifest = JSON.parse(await readFile(join(cwd, 'shop/package.json'), 'utf8')) as object;
  expect(manifest).toMatchObject({
    name: 'shop',
    type: 'module',
    scripts: { dev: 'perdure dev', test: 'vitest run' },
    dependencies: { perdure: expect.stringMatching(/^\^/), '@temporalio/worker': expect.any(String) },
  });
  expect(await readFile(join(cwd, 'shop/README.md'), 'utf8')).toMatch(/^# shop\n/);
  expect(await readFile(join(cwd, 'shop/.gitignore'), 'utf8')).toContain('.perdure/');
});

test('a folder that is not empty is refused, unless it is forced', async () => {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, 'mine.txt'), 'mine');
  const { code, stderr } = await perdure(['init'], { cwd });
  expect([code, stderr]).toEqual([2, expect.stringMatching(/Usage\.FolderNotEmpty: .*mine\.txt.*--force/)]);
  expect((await perdure(['init', '--force'], { cwd })).code).toBe(0);
  expect(await readdir(cwd)).toContain('mine.txt');
});
