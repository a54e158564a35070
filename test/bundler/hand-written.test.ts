import { describe, expect, test } from 'vitest';
import { bundleApp } from '../../worker/bundler/index.js';
import { perdure } from '../../worker/plugin.js';
import { perdureRoot, withPerdure } from './bundle-fixture.js';
import { loadBundle, type LoadedBundle } from './load-bundle.js';
import { fixturesFolder } from './strip-fixture.js';

async function bundledWith(handWritten: string): Promise<LoadedBundle> {
  const { code } = await bundleApp({
    modules: [`${fixturesFolder}hand-written/app.ts`],
    handWritten: `${fixturesFolder}hand-written/${handWritten}`,
    entryFile: `${fixturesFolder}entry.cjs`,
    perdureRoot,
    webpackConfigHook: withPerdure,
  });
  return loadBundle(code);
}

describe('workflows written for Temporal directly', () => {
  test('stay beside those of the app, and may bring the default for every other type', async () => {
    const sandbox = await bundledWith('workflows.ts');
    expect(sandbox.workflows).toEqual(['hello', 'nap', 'perdure.map']);
    expect(await sandbox.evaluate('__TEMPORAL__.importWorkflows().default()')).toBe('anything');
  }, 60_000);

  test('may not share a name with them: one would silently replace the other', async () => {
    const loading = bundledWith('clash.ts').then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(await loading).toMatchObject({
      code: 'Definition.Duplicate',
      message: expect.stringMatching(/workflowsPath.*'hello'/),
    });
  }, 60_000);

  test('are refused beside a bundle made beforehand, which would leave them out', async () => {
    const app = `${perdureRoot}/dist/examples/01-hello/app.js`;
    const configuring = perdure({ app, bundle: 'dist/workflows.bundle.js' }).configureReplayWorker!({
      workflowsPath: '/app/workflows.js',
    });
    await expect(configuring).rejects.toMatchObject({
      code: 'Worker.InvalidOptions',
      message: expect.stringContaining('/app/workflows.js'),
    });
  });
});
