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
import { throughCache } from './bundle-cache.js';
import { checkBundle } from './check-bundle.js';

const perdureRoot = fileURLToPath(new URL('../..', import.meta.url));
/** The runtime itself, which is loaded once for all runs, brings our interceptor too. */
const ownInterceptors = fileURLToPath(new URL('../workflows/index.js', import.meta.url));
/** Temporal's OpenTelemetry interceptors; only bundles for workers with traces hold any of it. */
const tracingInterceptors = fileURLToPath(new URL('../workflows/tracing.js', import.meta.url));
const entryFile = fileURLToPath(new URL('../workflows/entry.cjs', import.meta.url));

/** What a bundle depends on besides the app's files. */
interface BundleSettings {
  /** Packages of the app that live in Node only, besides the well-known ones: they never enter the workflow sandbox. */
  readonly nodeOnly?: readonly string[];
  /** Where the Temporal Web UI is, for `runInfo().url`. */
  readonly uiUrl?: string;
}

/** What the worker's telemetry says about its bundle. */
interface Traced {
  readonly traces?: boolean | undefined;
}

export interface BundleAppOptions extends BundleSettings, ConverterOptions {
  /** The file, or the files, that define tasks and workflows; paths start at the current folder. */
  readonly app: AppModules;
  /** Where workflows are that were written for Temporal directly, as in a worker's `workflowsPath`. */
  readonly workflowsPath?: string;
  /** Whether the bundle is for workers with `telemetry.traces`. Default: `false`. */
  readonly traces?: boolean;
}

/**
 * Bundles an app for the workflow sandbox and loads it there once. The code is what a worker takes as
 * `workflowBundle`.
 * @throws PerdureError `App.NotFound`, `Bundle.Invalid` with every problem, `Bundle.LoadFailed`
 */
export async function bundleApp(options: BundleAppOptions): Promise<AppBundle> {
  const { app, codec, blobs, workflowsPath, ...bundling } = options;
  return bundleForWorker(appFiles(app), bundling, { workflowsPath, dataConverter: toDataConverter({ codec, blobs }) });
}

/** The same with what a worker's other settings say about its bundle. */
export async function bundleForWorker(
  files: readonly string[],
  options: BundleSettings & Traced,
  { bundlerOptions: given, dataConverter, interceptors, workflowsPath }: Partial<WorkerOptions>,
): Promise<AppBundle> {
  const { webpackConfigHook } = given ?? {};
  const modules = modulesOptions(files, options, { workflowsPath });
  const bundler = {
    payloadConverterPath: dataConverter?.payloadConverterPath,
    failureConverterPath: dataConverter?.failureConverterPath,
    workflowInterceptorModules: [...(interceptors?.workflowModules ?? []), ...interceptorsOf(options)],
  };
  const make = async (): Promise<AppBundle> => {
    const bundle = await bundleModules({ ...modules, webpackConfigHook, bundler });
    await checkBundle(bundle.code);
    return bundle;
  };
  // Nobody can say what a hook does.
  return webpackConfigHook ? make() : throughCache(perdureRoot, { ...modules, bundler }, make);
}

/** For those who bundle by Temporal's own `bundleWorkflowCode({ plugins: [perdure({ app })] })`. */
export function bundlerOptions(
  files: readonly string[],
  options: BundleSettings & ConverterOptions & Traced,
  settings: BundleOptions,
): BundleOptions {
  const { preloadModules = [], ignoreModules = [], workflowInterceptorModules = [] } = settings;
  const ours = appBundlerOptions(modulesOptions(files, options, settings));
  return {
    ...settings,
    ...ours,
    failureConverterPath: toDataConverter(options, settings).failureConverterPath,
    preloadModules: [...ours.preloadModules, ...preloadModules],
    ignoreModules: [...ours.ignoreModules, ...ignoreModules],
    workflowInterceptorModules: [...workflowInterceptorModules, ...interceptorsOf(options)],
  };
}

/** Traces first: what they see of a call is what user code asked for. */
function interceptorsOf({ traces }: Traced): string[] {
  return traces === true ? [tracingInterceptors, ownInterceptors] : [ownInterceptors];
}

function modulesOptions(
  modules: readonly string[],
  { nodeOnly, uiUrl }: BundleSettings,
  { webpackConfigHook, workflowsPath }: Partial<Pick<BundleOptions, 'webpackConfigHook' | 'workflowsPath'>>,
): AppBundlerOptions {
  return { modules, entryFile, perdureRoot, nodeOnly, webUi: uiUrl, webpackConfigHook, handWritten: workflowsPath };
}
