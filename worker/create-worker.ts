import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { streamFromEnvironment } from '../activities/streams/stream-from-environment.js';
import { notReachable } from '../src/contract/not-reachable.js';
import { perdure, type PerdureOptions, pluginOptionNames } from './plugin.js';
import { splitOptions } from './split-options.js';
import { installRuntime, type ProcessOptions } from './runtime/install-runtime.js';
import { deploymentOptions, type WorkerVersioning } from './versioning.js';

/** Everything a stock worker takes, and where the server is. */
export interface CreateWorkerOptions
  extends
    PerdureOptions,
    ProcessOptions,
    Omit<WorkerOptions, 'taskQueue' | 'activities' | 'workflowsPath' | 'plugins'> {
  /** Default `main`. */
  readonly taskQueue?: string;
  /** `host:port`. Default: Temporal's environment configuration, else `localhost:7233`. */
  readonly address?: string;
  /** Temporal's worker versioning: which build this worker is. Default: unversioned, runs go to whatever worker is there. */
  readonly versioning?: WorkerVersioning;
  readonly plugins?: WorkerOptions['plugins'];
  readonly activities?: WorkerOptions['activities'];
}

/**
 * Connects and creates a worker in one call; the connection closes when the worker has stopped.
 *
 * ```ts
 * const worker = await createWorker({ app: './src/app.js', taskQueue: 'main' });
 * await worker.run();
 * ```
 * Temporal's environment configuration (`TEMPORAL_ADDRESS`, `TEMPORAL_API_KEY`, profiles …) is honoured, and so is
 * `PERDURE_STREAM` where the option `stream` is not given.
 * @throws PerdureError `Server.NotReachable`, `App.*`, `Bundle.*`, `Worker.InvalidOptions`, `Stream.InvalidOptions`,
 * `Worker.RuntimeInstalled`, `Worker.MetricsUnavailable`, `Telemetry.*`, `Package.Missing`
 */
export async function createWorker(options: CreateWorkerOptions): Promise<Worker> {
  const [given, others] = splitOptions(options, pluginOptionNames);
  const { versioning, logging, metrics, address, plugins = [], ...settings } = others;
  const deployment = deploymentOptions(versioning);
  installRuntime({ logging, metrics });
  const configured = loadClientConnectConfig();
  const connection = settings.connection ?? (await open(configured.connectionOptions, address));
  const ours = perdure({ stream: streamFromEnvironment(), ...given });
  const closing = settings.connection ? [] : [closeConnection(connection)];
  try {
    return await Worker.create({
      ...settings,
      ...deployment,
      connection,
      namespace: settings.namespace ?? configured.namespace ?? 'default',
      taskQueue: settings.taskQueue ?? 'main',
      plugins: [ours, ...closing, ...plugins],
    });
  } catch (error) {
    if (!settings.connection) await connection.close();
    throw error;
  }
}

function closeConnection(connection: NativeConnection): NonNullable<WorkerOptions['plugins']>[number] {
  return {
    name: 'perdure.connection',
    async runWorker(worker, next) {
      try {
        await next(worker);
      } finally {
        await connection.close();
      }
    },
  };
}

type ConnectionOptions = ReturnType<typeof loadClientConnectConfig>['connectionOptions'];

async function open(configured: ConnectionOptions, given: string | undefined): Promise<NativeConnection> {
  const address = given ?? configured.address ?? 'localhost:7233';
  try {
    return await NativeConnection.connect({ ...configured, address });
  } catch (cause) {
    throw notReachable(address, cause);
  }
}
