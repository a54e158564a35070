import { fileURLToPath } from 'node:url';
import type { BundleOptions, WorkerOptions } from '@temporalio/worker';
import { type ConverterOptions, toDataConverter } from '../codec/index.js';
import { appFiles, type AppModules } from './app-files.js';
import {
  type AppBundle,
  appBundlerOptions,
  type AppBundlerOptions,
  bundleApp as bundleModules,
} from './bundler/index.js';
import { checkBundle } from './check-bundle.js';

const perdureRoot = fileURLToPath(new URL('../..', import.meta.url));
/** The runtime itself, which is loaded once for all runs, brings our interceptor too. */
const ownInterceptors = fileURLToPath(new URL('../workflows/index.js', import.meta.url));
const entryFile = fileURLToPath(new URL('../workflows/entry.cjs', import.meta.url));

/** What a bundle depends on besides the app's files. */
interface BundleSettings {
  /** Packages of the app that live in Node only, besides the well-known ones: they never enter the workflow sandbox. */
  readonly nodeOnly?: readonly string[];
  /** Where the Temporal Web UI is, for `runInfo().url`. */
  readonly uiUrl?: string;
}

export interface BundleAppOptions extends BundleSettings, ConverterOptions {
  /** The file, or the files, that define tasks and workflows; paths start at the current folder. */
  readonly app: AppModules;
}

/**
 * Bundles an app for the workflow sandbox and loads it there once. The code is what a worker takes as
 * `workflowBundle`.
 * @throws PerdureError `App.NotFound`, `Bundle.Invalid` with every problem, `Bundle.LoadFailed`
 */
export async function bundleApp({ app, codec, blobs, ...options }: BundleAppOptions): Promise<AppBundle> {
  return bundleForWorker(appFiles(app), options, { dataConverter: toDataConverter({ codec, blobs }) });
}

/** The same with what a worker's other settings say about its bundle. */
export async function bundleForWorker(
  files: readonly string[],
  options: BundleSettings,
  { bundlerOptions: given, dataConverter, interceptors }: Partial<WorkerOptions>,
): Promise<AppBundle> {
  const bundle = await bundleModules({
    ...modulesOptions(files, options, given?.webpackConfigHook),
    bundler: {
      payloadConverterPath: dataConverter?.payloadConverterPath,
      failureConverterPath: dataConverter?.failureConverterPath,
      workflowInterceptorModules: [...(interceptors?.workflowModules ?? []), ownInterceptors],
    },
  });
  await checkBundle(bundle.code);
  return bundle;
}

/** For those who bundle by Temporal's own `bundleWorkflowCode({ plugins: [perdure({ app })] })`. */
export function bundlerOptions(
  files: readonly string[],
  options: BundleSettings & ConverterOptions,
  settings: BundleOptions,
): BundleOptions {
  const { webpackConfigHook, preloadModules = [], ignoreModules = [], workflowInterceptorModules = [] } = settings;
  const ours = appBundlerOptions(modulesOptions(files, options, webpackConfigHook));
  return {
    ...settings,
    ...ours,
    failureConverterPath: toDataConverter(options, settings).failureConverterPath,
    preloadModules: [...ours.preloadModules, ...preloadModules],
    ignoreModules: [...ours.ignoreModules, ...ignoreModules],
    workflowInterceptorModules: [...workflowInterceptorModules, ownInterceptors],
  };
}

function modulesOptions(
  modules: readonly string[],
  { nodeOnly, uiUrl }: BundleSettings,
  webpackConfigHook: BundleOptions['webpackConfigHook'],
): AppBundlerOptions {
  return { modules, entryFile, perdureRoot, nodeOnly, webUi: uiUrl, webpackConfigHook };
}
