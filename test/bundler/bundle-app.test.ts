import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PerdureError } from '../../src/errors.js';
import type { AppBundle, Problem } from '../../worker/bundler/index.js';
import { bundleFixture, isRealPerdure, withPerdure } from './bundle-fixture.js';
import { loadBundle, type LoadedBundle } from './load-bundle.js';
import { fixturesFolder } from './strip-fixture.js';

const packages = `${fixturesFolder}everything-packages/`;

describe('one app with everything in it', () => {
  const folder = `${fixturesFolder}everything/`;
  let bundle: AppBundle;
  let sandbox: LoadedBundle;

  beforeAll(async () => {
    mkdirSync(`${folder}node_modules/@acme`, { recursive: true });
    cpSync(`${packages}touches-fs`, `${folder}node_modules/touches-fs`, { recursive: true });
    symlinkSync(`${packages}acme-tasks`, `${folder}node_modules/@acme/tasks`);
    bundle = await bundleFixture('everything/app.mts');
    sandbox = await loadBundle(bundle.code);
  }, 60_000);
  afterAll(() => rmSync(`${folder}node_modules`, { recursive: true, force: true }));

  test('lists the files of the app, workspace packages among them', () => {
    const names = ['app.mts', 'barrel.mts', 'late.mts', 'level.cts', 'steps.js', 'view.tsx', 'workspace.js'];
    const expected = [...names.map((name) => folder + name), `${packages}acme-tasks/index.mts`];
    const own = bundle.userFiles.filter((file) => !file.includes('fake-perdure'));
    expect(own).toEqual(expected.sort());
  });

  test('finds every workflow and leaves every task body out', () => {
    expect(sandbox.workflows).toEqual(expect.arrayContaining(['check', 'from-workspace', 'save', 'total']));
    const withoutMap = bundle.code.slice(0, bundle.code.lastIndexOf('//# sourceMappingURL='));
    expect(withoutMap).not.toMatch(/BODY_OF_/);
  });

  test('keeps ordinary code working: enums, JSON, TSX, util, files of all kinds', async () => {
    expect(await sandbox.evaluate('JSON.stringify(probe.plain())')).toBe(JSON.stringify([2, 42, 'a', '<x>', 4]));
    expect(await sandbox.evaluate('probe.late()')).toBe('late');
    expect(await sandbox.evaluate('probe.strict()')).toBe('equal');
  });

  test('shares one copy of zod between runs, in working order', async () => {
    expect(bundle.preloaded.length).toBeGreaterThan(5);
    expect(bundle.preloaded.filter((file) => file.includes('locales')).length).toBeLessThan(3);
    const schemas = bundle.preloaded.find((file) => file.endsWith('classic/schemas.js'))!;
    const id = JSON.stringify(`./${relative(process.cwd(), schemas)}`);
    expect(await sandbox.evaluate(`Object.isFrozen(__webpack_module_cache__[${id}].exports)`)).toBe(true);
    expect(await sandbox.evaluate("probe.parse({ id: '1', mail: 'a@b.example' })")).toBe(true);
    expect(await sandbox.evaluate("probe.parse({ id: '1', mail: 'nobody' })")).toBe(false);
  });

  test('an error has the file and line the user wrote', async () => {
    const source = readFileSync(`${folder}app.mts`, 'utf8').split('\n');
    const line = source.findIndex((text) => text.includes('throw new Error')) + 1;
    const error = await sandbox.evaluate('probe.fail()').catch((caught: unknown) => caught);
    expect((error as Error).stack).toContain(`everything/app.mts:${line}:`);
  });

  test('what exists in Node only explains itself once a workflow runs', async () => {
    sandbox.start();
    await expect(sandbox.evaluate('probe.notFromHere()')).rejects.toMatchObject({
      name: 'PerdureError',
      code: 'Bundle.NodeOnly',
      message: expect.stringMatching(/^readFile from 'node:fs\/promises' \(imported at .*everything\/app\.mts:1\)/),
    });
    await expect(sandbox.evaluate('probe.join()')).rejects.toMatchObject({
      message: expect.stringMatching(/^join from 'node:path' \(imported at .*barrel\.mts:1\) .* await the task\.$/),
    });
    await expect(sandbox.evaluate('probe.later()')).rejects.toMatchObject({
      message: expect.stringMatching(/^util\.promisify from 'node:util'/),
    });
    await expect(sandbox.evaluate('usePackage()')).rejects.toMatchObject({
      message: expect.stringContaining("fs.readFileSync (imported by the package 'touches-fs')"),
    });
  });
});

describe('mistakes come as one error that lists them all', () => {
  async function problemsOf(...files: readonly string[]): Promise<readonly Problem[]> {
    const printed = [vi.spyOn(process.stderr, 'write'), vi.spyOn(process.stdout, 'write')];
    const error = await bundleFixture(...files).catch((caught: unknown) => caught);
    for (const spy of printed) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
    expect(PerdureError.is(error, 'Bundle.Invalid')).toBe(true);
    const { message, details } = error as PerdureError;
    const { problems } = details as { readonly problems: readonly Problem[] };
    for (const problem of problems) expect(message).toContain(`${problem.file}:${problem.line}:${problem.column}`);
    return problems.map((problem) => ({ ...problem, file: problem.file.replace(/^.*fixtures\//, '') }));
  }

  test('in TypeScript, with the lines of the source', async () => {
    const problems = await problemsOf('mistakes-in-typescript/app.ts');
    expect(problems.map(({ file, line, code }) => `${file}:${line} ${code}`)).toEqual([
      'mistakes-in-typescript/app.ts:13 Bundle.NodeInWorkflow',
      'mistakes-in-typescript/app.ts:17 Bundle.NodeInOptions',
      'mistakes-in-typescript/loading.ts:10 Bundle.TopLevelAwait',
    ]);
    expect(problems[0]?.message).toMatch(
      /readFile from 'node:fs\/promises' \(imported at .*app\.ts:1\).*workflow 'main'/,
    );
  });

  test('missing files and packages', async () => {
    const folder = `${fixturesFolder}missing-modules/node_modules/broken-package`;
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/package.json`, '{ "name": "broken-package", "main": "index.js" }');
    writeFileSync(`${folder}/index.js`, 'exports.broken = @;');
    const problems = await problemsOf('missing-modules/app.js', 'missing-modules/no-such-app.ts');
    rmSync(`${fixturesFolder}missing-modules/node_modules`, { recursive: true });

    const at = (line: number): Problem | undefined =>
      problems.find((problem) => problem.file === 'missing-modules/app.js' && problem.line === line);
    expect(at(2)).toMatchObject({
      code: 'Bundle.ModuleNotFound',
      message: expect.stringMatching(/'\.\/nowhere\.js'.*Is the path right/),
    });
    expect(at(3)?.message).toMatch(/'not-installed-package\/deep'.*npm install not-installed-package\./);
    expect(at(4)?.message).toMatch(/'@\/alias\/c\.js'.*tsconfig\.json/);
    expect(at(6)).toMatchObject({
      code: 'Bundle.ModuleFailed',
      message: expect.stringMatching(/'broken-package'.*nodeOnly: \['broken-package'\]/),
    });
    expect(problems).toContainEqual(
      expect.objectContaining({
        file: 'missing-modules/no-such-app.ts',
        message: expect.stringContaining('does not exist'),
      }),
    );
  });

  test('TypeScript that does not parse', async () => {
    // Not kept as .ts, because the compiler would trip over it too.
    const file = `${fixturesFolder}syntax-in-typescript/app.ts`;
    cpSync(`${file}.txt`, file);
    const problems = await problemsOf('syntax-in-typescript/app.ts');
    rmSync(file);
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'Bundle.SyntaxError',
        line: 6,
        message: expect.stringContaining('Correct the syntax there'),
      }),
    ]);
  });
});

test('a lean app is bundled as lean as by the stock bundler', async () => {
  const ours = await bundleFixture('lean/app.ts');
  const stock = await bundleWorkflowCode({
    workflowsPath: `${fixturesFolder}lean/app.ts`,
    logger: new DefaultLogger('ERROR'),
    webpackConfigHook: withPerdure,
  });
  // Nothing but the library itself is loaded ahead.
  expect(ours.preloaded.filter((file) => !file.includes('/dist/src/'))).toEqual([]);
  expect(ours.code.length / stock.code.length).toBeLessThan(isRealPerdure ? 1.25 : 1.02);
}, 60_000);
