import { fileURLToPath } from 'node:url';
import type { BundleOptions, ReplayWorkerOptions, WorkerOptions } from '@temporalio/worker';
import { appFiles, type AppModules } from './app-files.js';
import {
  type AppBundle,
  appBundlerOptions,
  type AppBundlerOptions,
  bundleApp as bundleModules,
} from './bundler/index.js';
import { checkBundle } from './check-bundle.js';

const perdureRoot = fileURLToPath(new URL('../..', import.meta.url));
const entryFile = fileURLToPath(new URL('../workflows/entry.cjs', import.meta.url));

export interface BundleAppOptions {
  /** The file, or the files, that define tasks and workflows; paths start at the current folder. */
  readonly app: AppModules;
}

/**
 * Bundles an app for the workflow sandbox and loads it there once. The code is what a worker takes as
 * `workflowBundle`.
 * @throws PerdureError `App.NotFound`, `Bundle.Invalid` with every problem, `Bundle.LoadFailed`
 */
export async function bundleApp({ app }: BundleAppOptions): Promise<AppBundle> {
  return bundleChecked(appFiles(app), {});
}

/** The same with what a worker's other settings say about its bundle. */
export async function bundleForWorker(
  files: readonly string[],
  settings: WorkerOptions | ReplayWorkerOptions,
): Promise<AppBundle> {
  return bundleChecked(files, settings);
}

/** For those who bundle by Temporal's own `bundleWorkflowCode({ plugins: [perdure({ app })] })`. */
export function bundlerOptions(files: readonly string[], settings: BundleOptions): BundleOptions {
  const { webpackConfigHook, preloadModules = [], ignoreModules = [] } = settings;
  const ours = appBundlerOptions(modulesOptions(files, webpackConfigHook));
  return {
    ...settings,
    ...ours,
    preloadModules: [...ours.preloadModules, ...preloadModules],
    ignoreModules: [...ours.ignoreModules, ...ignoreModules],
  };
}

async function bundleChecked(
  files: readonly string[],
  { bundlerOptions: given, dataConverter, interceptors }: Partial<WorkerOptions>,
): Promise<AppBundle> {
  const bundle = await bundleModules({
    ...modulesOptions(files, given?.webpackConfigHook),
    bundler: {
      payloadConverterPath: dataConverter?.payloadConverterPath,
      failureConverterPath: dataConverter?.failureConverterPath,
      workflowInterceptorModules: interceptors?.workflowModules,
    },
  });
  await checkBundle(bundle.code);
  return bundle;
}

function modulesOptions(
  modules: readonly string[],
  webpackConfigHook: BundleOptions['webpackConfigHook'],
): AppBundlerOptions {
  return { modules, entryFile, perdureRoot, webpackConfigHook };
}
