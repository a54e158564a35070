import { DefaultLogger, type LogEntry, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { connect } from 'perdure/client';
import { startDevServer } from '../../cli/server/index.js';
import { bundleApp, perdure } from 'perdure/worker';

type App = Awaited<ReturnType<typeof connect>>;

export interface RunningVersion {
  /** Stops it, with everything it has in its memory. */
  stop(): Promise<void>;
}

/** A server for one test file: runs that are stuck on the shared one would be found by the tests of `perdure doctor`. */
export function openServer(): ReturnType<typeof startDevServer> {
  return startDevServer({ headless: true });
}

/** Has the worker's errors told to the tests of a file, also where an earlier file of the process has set up a log. */
export async function hearErrors(listen: (entry: LogEntry) => void): Promise<void> {
  await Runtime.instance().shutdown();
  Runtime.install({ logger: new DefaultLogger('ERROR', listen), shutdownSignals: [] });
}

export interface Place {
  readonly address: string;
  readonly taskQueue: string;
}

export const fixture = (name: string): URL => new URL(`./fixtures/${name}.mjs`, import.meta.url);
const bundles = new Map<string, Promise<{ readonly code: string }>>();

/** The bundle of one version of the fixture app, made once. */
export function bundleOf(version: string): Promise<{ readonly code: string }> {
  const known = bundles.get(version) ?? bundleApp({ app: fixture(version) });
  bundles.set(version, known);
  return known;
}

/**
 * A worker whose workflow code is one of the versions. Task bodies are those of the first: two versions of one name
 * cannot be loaded in one process, and the bodies are not what changes here.
 */
export async function startVersion(version: string, { address, taskQueue }: Place): Promise<RunningVersion> {
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: await bundleOf(version),
    plugins: [perdure({ app: fixture('order-v1') })],
  });
  const running = worker.run();
  return {
    async stop() {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}

export function connectTo({ address, taskQueue }: Place): Promise<App> {
  return connect({ address, taskQueue });
}
