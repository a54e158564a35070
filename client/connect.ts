import { Client, type ClientOptions, Connection, type ConnectionOptions } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { streamFromEnvironment } from '../activities/streams/stream-from-environment.js';
import { type ConverterOptions, toDataConverter } from '../codec/index.js';
import { notReachable } from '../src/contract/not-reachable.js';
import type { StreamChannel } from '../src/ports/stream-channel.js';
import { openTracing } from '../telemetry/index.js';
import type { TelemetryOptions } from '../telemetry/telemetry-options.js';
import { App } from './app.js';
import { webUiOf } from './web-ui.js';

export interface ConnectOptions extends ConverterOptions {
  /** `host:port` of the Temporal server. Default: Temporal's own environment configuration, else `localhost:7233`. */
  readonly address?: string;
  /** Default: the environment configuration's, else `default`. */
  readonly namespace?: string;
  /** Queue for runs whose workflow names none. Default `main`. */
  readonly taskQueue?: string;
  /** Where the Temporal Web UI is, for links. Default: guessed from the address, or `PERDURE_UI_URL`. */
  readonly uiUrl?: string;
  /** An open connection to use instead of a new one; it is not closed by `app.close()`. */
  readonly connection?: Connection;
  /** Temporal's own setting; `codec` and `blobs` are added to it. */
  readonly dataConverter?: ClientOptions['dataConverter'];
  /** OpenTelemetry traces: a run's trace begins with the call that starts it. Default: none. */
  readonly telemetry?: TelemetryOptions;
  /**
   * The channel in which the workers' agents show what they do, for `run.stream()`. It stays open when the app is closed.
   * Default: the one that `PERDURE_STREAM` names, if it is set.
   */
  readonly stream?: StreamChannel;
}

export const defaultTaskQueue = 'main';

/**
 * Connects to a Temporal server. Address, TLS, API key and namespace come from Temporal's environment configuration
 * (`TEMPORAL_ADDRESS`, `TEMPORAL_API_KEY`, `temporal.toml`, profiles), so the same program runs against the dev
 * server and a cluster.
 *
 * ```ts
 * const app = await connect();
 * const run = await app.start(hello, 'Ada');
 * ```
 * @throws PerdureError `Server.NotReachable`, `Blobs.InvalidOptions`, `Stream.InvalidOptions`, `Telemetry.InvalidOptions`,
 * `Package.Missing`
 */
export async function connect(options: ConnectOptions = {}): Promise<App> {
  const configured = loadClientConnectConfig();
  const namespace = options.namespace ?? configured.namespace ?? 'default';
  const connectionOptions: ConnectionOptions = { ...configured.connectionOptions };
  if (options.address !== undefined) connectionOptions.address = options.address;
  const address = connectionOptions.address ?? 'localhost:7233';
  const stream = options.stream ?? streamFromEnvironment();
  const dataConverter = toDataConverter(options, options.dataConverter);
  const traces = options.telemetry?.traces;
  const tracing = traces && (await openTracing(traces));
  const interceptors = tracing && { workflow: [tracing.client] };
  const connection = options.connection ?? (await open(connectionOptions, address));
  return new App({
    client: new Client({ connection, namespace, dataConverter, interceptors }),
    address,
    taskQueue: options.taskQueue ?? defaultTaskQueue,
    uiUrl: options.uiUrl ?? webUiOf(address),
    stream,
    async close() {
      await tracing?.flush();
      if (options.stream === undefined) await stream?.close?.();
      if (options.connection === undefined) await connection.close();
    },
  });
}

async function open(options: ConnectionOptions, address: string): Promise<Connection> {
  try {
    return await Connection.connect({ connectTimeout: '5s', ...options });
  } catch (cause) {
    throw notReachable(address, cause);
  }
}
