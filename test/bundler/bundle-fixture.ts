import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BundleOptions } from '@temporalio/worker';
import { bundleApp, type AppBundle } from '../../worker/bundler/index.js';
import { fixturesFolder } from './strip-fixture.js';

export const perdureRoot = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');

/** The real perdure once it is built; before that, a stand-in with the same shapes. */
export const isRealPerdure =
  existsSync(`${perdureRoot}/dist/src/index.js`) && existsSync(`${perdureRoot}/dist/workflows/index.js`);
const fake = `${fixturesFolder}fake-perdure/`;

/** The fixtures have no perdure installed, so its name is led to the copy under test. */
export const withPerdure: NonNullable<BundleOptions['webpackConfigHook']> = (config) => {
  const perdure = isRealPerdure ? `${perdureRoot}/dist/src/index.js` : `${fake}index.js`;
  return {
    ...config,
    resolve: { ...config.resolve, alias: Object.assign({}, config.resolve?.alias, { perdure$: perdure }) },
  };
};

export async function bundleFixture(...files: readonly string[]): Promise<AppBundle> {
  return bundleApp({
    modules: files.map((file) => fixturesFolder + file),
    entryFile: `${fixturesFolder}entry.cjs`,
    perdureRoot,
    webpackConfigHook: withPerdure,
    ...(!isRealPerdure && { runtimeModule: `${fake}runtime.js` }),
  });
}
