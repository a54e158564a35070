import type {
  BundleOptions,
  BundlerPlugin,
  ReplayWorkerOptions,
  WorkerOptions,
  WorkerPlugin,
} from '@temporalio/worker';
import {
  createServices,
  serviceOptionNames,
  readVariant,
  type ServiceOptions,
  taskActivities,
} from '../activities/index.js';
import { type ConverterOptions, toDataConverter } from '../codec/index.js';
import { largePayloadPatch, memoPatch } from '../src/contract/control.js';
import { PerdureError } from '../src/errors.js';
import { largePayloadLimit } from '../src/payload/check-size.js';
import type { TelemetryOptions } from '../telemetry/telemetry-options.js';
import { appFiles, type AppModules } from './app-files.js';
import { readBundleFile } from './bundle-file.js';
import { bundleForWorker, bundlerOptions } from './bundle-for-worker.js';
import { checkModels } from './check-models.js';
import { conversationSink } from './conversation-sink.js';
import { loadApp } from './load-app.js';
import { refuseClearErrors } from './refuse-clear-errors.js';
import { mergeActivities } from './merge-activities.js';
import { ensurePausedAttribute } from './paused-attribute.js';
import { refuseUnencrypted } from './refuse-unencrypted.js';
import { reportStuckRuns } from './report-stuck-runs.js';
import { refuseUntraced } from './tracing/refuse-untraced.js';
import { WorkerTracing } from './tracing/worker-tracing.js';

export interface PerdureOptions extends ServiceOptions, ConverterOptions {
  /** The file, or the files, that define tasks and workflows; paths start at the current folder. */
  readonly app: AppModules;
  /** Packages of the app that live in Node only, besides the well-known ones: they never enter the workflow sandbox. */
  readonly nodeOnly?: readonly string[];
  /** Where the Temporal Web UI is, for `runInfo().url`. */
  readonly uiUrl?: string;
  /**
   * A file made by `perdure build`, from the current folder: the worker then starts without bundling. Task bodies still
   * come from `app`; `nodeOnly` and `uiUrl` are settings of the build. Default: the app is bundled at the start.
   */
  readonly bundle?: string | URL;
  /**
   * `'tasks'`: a worker that runs tasks only and leaves workflows to others, so nothing is bundled: for a queue that tasks
   * name, on other hardware perhaps. Default `'all'`.
   */
  readonly role?: 'all' | 'tasks';
  /** OpenTelemetry traces. Metrics and logs belong to the whole process: see `createWorker`. Default: none. */
  readonly telemetry?: TelemetryOptions;
}

/** The names of these options. */
export const pluginOptionNames = [
  'app',
  'nodeOnly',
  'uiUrl',
  'bundle',
  'role',
  'telemetry',
  'codec',
  'blobs',
  ...serviceOptionNames,
] as const satisfies readonly (keyof PerdureOptions)[];

type WorkerSettings = WorkerOptions | ReplayWorkerOptions;

/**
 * Makes a stock Temporal worker run an app: `Worker.create({ connection, taskQueue, plugins: [perdure({ app })] })`.
 *
 * Workflows written for Temporal directly stay beside those of the app: `workflowsPath` and `activities` as before.
 * The worker's own options stay in force; where they say nothing, two defaults differ from Temporal's:
 * `stickyQueueScheduleToStartTimeout` is 1 s (the real limit of recovery after a crash) and
 * `maxHeartbeatThrottleInterval` 1 s (what makes cancellation quick).
 * @throws PerdureError `App.*`, `Bundle.Invalid`, `Definition.Duplicate`, `Codec.BundleMismatch`, `Blobs.InvalidOptions`;
 * with `bundle` also `Bundle.NotFound`, `Bundle.NotOurs`, `Bundle.WrongVersion`; `Telemetry.*`, `Package.Missing`,
 * `Model.UnknownProvider`, `Model.NoTools`
 */
export function perdure(options: PerdureOptions): WorkerPlugin & BundlerPlugin {
  const files = appFiles(options.app);
  const services = createServices(options);
  const { telemetry, role = 'all' } = options;
  const tracing = new WorkerTracing(telemetry?.traces);
  const bundling = { ...options, traces: tracing.isOn };

  async function addApp<O extends WorkerSettings>(given: O): Promise<O> {
    await loadApp(files);
    const settings = { ...given, dataConverter: toDataConverter(options, given.dataConverter, 'worker') };
    if (role === 'tasks') return { ...settings, workflowsPath: undefined, workflowBundle: undefined };
    // Made here rather than by Temporal's worker, so that what is wrong with the app is said in its own words.
    const workflowBundle = settings.workflowBundle ?? (await bundled(settings));
    if (options.codec) await refuseClearErrors(workflowBundle);
    if (tracing.isOn) await refuseUntraced(workflowBundle);
    const sinks = { ...(await tracing.sinks(settings.sinks)), ...conversationSink(services.models) };
    return { ...settings, workflowsPath: undefined, workflowBundle, sinks };
  }

  async function bundled(settings: WorkerSettings): Promise<{ readonly code: string }> {
    if (options.bundle === undefined) return bundleForWorker(files, bundling, settings);
    if (settings.workflowsPath !== undefined) throw pathBesideBundle(settings.workflowsPath);
    return readBundleFile(options.bundle);
  }

  return {
    name: 'perdure',
    configureBundler: (settings: BundleOptions) => bundlerOptions(files, bundling, settings),
    async configureWorker(settings: WorkerOptions): Promise<WorkerOptions> {
      const { connection, namespace = 'default' } = settings;
      const configured = await addApp(settings);
      const hasBlobs = configured.dataConverter?.externalStorage !== undefined;
      const hasAttribute = connection === undefined || (await ensurePausedAttribute(connection, namespace));
      refuseUnencrypted(configured);
      checkModels(services.models.providers);
      const traced = await tracing.interceptors(settings.interceptors);
      return {
        ...configured,
        activities: mergeActivities(
          taskActivities({ ...services, limitOf: hasBlobs ? () => largePayloadLimit : undefined }, othersOf(settings)),
          settings.activities,
        ),
        interceptors: {
          ...traced,
          activity: [...(traced?.activity ?? []), readVariant],
        },
        stickyQueueScheduleToStartTimeout: settings.stickyQueueScheduleToStartTimeout ?? '1s',
        maxHeartbeatThrottleInterval: settings.maxHeartbeatThrottleInterval ?? '1s',
        patchActivationCallback: (input) =>
          input.patchId === memoPatch
            ? !hasAttribute
            : input.patchId === largePayloadPatch
              ? hasBlobs
              : (settings.patchActivationCallback?.(input) ?? true),
      };
    },
    async runWorker(worker, next) {
      const stopListening = reportStuckRuns(worker);
      try {
        await next(worker);
      } finally {
        stopListening();
        await services.close();
        await tracing.flush();
      }
    },
    configureReplayWorker: (settings: ReplayWorkerOptions) => addApp(settings),
  };
}

/** What a worker has for activities nobody has registered. */
function othersOf({ activities }: WorkerOptions): ((...args: unknown[]) => Promise<unknown>) | undefined {
  return (activities as { readonly default?: (...args: unknown[]) => Promise<unknown> } | undefined)?.default;
}

function pathBesideBundle(workflowsPath: string): PerdureError {
  return new PerdureError({
    code: 'Worker.InvalidOptions',
    message: `The worker has a 'workflowsPath' (${workflowsPath}) and a bundle made beforehand, which nothing can be added to. Leave one of them out; bundleApp({ app, workflowsPath }) makes a bundle with both.`,
    details: { workflowsPath },
  });
}
