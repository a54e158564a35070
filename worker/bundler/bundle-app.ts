import { bundleWorkflowCode, DefaultLogger, type BundleOptions } from '@temporalio/worker';
import { type BundleInputs, recordInputs } from './bundle-inputs.js';
import { configureBundle, type AppBundlerOptions } from './configure-bundle.js';

export interface BundleAppOptions extends AppBundlerOptions {
  /** Anything else Temporal's bundler takes: converters, interceptor modules, a logger. */
  readonly bundler?: Pick<
    BundleOptions,
    'payloadConverterPath' | 'failureConverterPath' | 'workflowInterceptorModules' | 'logger'
  >;
}

export interface AppBundle {
  /** Ready for a worker's `workflowBundle`. */
  readonly code: string;
  /** All files of the app that went in, not counting packages. */
  readonly userFiles: readonly string[];
  /** Files loaded once for all runs because the app uses them. */
  readonly preloaded: readonly string[];
  /** What it was made from; none when a file changed meanwhile, so that nobody can say which of its states went in. */
  readonly inputs: BundleInputs | undefined;
}

/** Bundles an app for the workflow sandbox; throws one `Bundle.Invalid` that lists all problems. */
export async function bundleApp(options: BundleAppOptions): Promise<AppBundle> {
  const { configuration, plugin } = configureBundle(options);
  const isDebugging = Boolean(process.env['PERDURE_DEBUG'] ?? process.env['DEBUG']);
  const logger = new DefaultLogger(isDebugging ? 'DEBUG' : 'WARN');
  const start = Date.now();
  const { code } = await bundleWorkflowCode({ logger, ...options.bundler, ...configuration });
  const { userFiles, preloaded, lookedAt } = plugin;
  return { code, userFiles: [...userFiles].sort(), preloaded, inputs: recordInputs(lookedAt, start) };
}
