import { setTimeout } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { type WorkerOptions, Worker } from '@temporalio/worker';
import type { StartOptions } from '../client/index.js';
import { App, type Run } from '../client/index.js';
import { type ConverterOptions, toDataConverter } from '../codec/index.js';
import { type Duration, toMilliseconds } from '../src/duration.js';
import type { StreamChannel } from '../src/ports/stream-channel.js';
import { openTracing } from '../telemetry/index.js';
import type { TelemetryOptions } from '../telemetry/telemetry-options.js';
import type { Workflow, WorkflowArguments } from '../src/workflow/workflow.js';
import { serviceOptionNames } from '../activities/index.js';
import { type AppModules, bundleApp, perdure, type ServiceOptions } from '../worker/index.js';
import { splitOptions } from '../worker/split-options.js';
import { explainStuck } from './explain-stuck.js';
import { quietRuntime } from './quiet-runtime.js';
import { openTestServer, type ServerChoice, type TestServer } from './temporal-server.js';

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;

export interface TestEnvironmentOptions extends ServerChoice, ServiceOptions, ConverterOptions {
  /** The file or files under test. */
  readonly app: AppModules;
  /** Default: a name of its own, so that environments on one server do not disturb each other. */
  readonly taskQueue?: string;
  /** OpenTelemetry traces of what the environment starts and its worker does. Default: none. */
  readonly telemetry?: TelemetryOptions;
  /** Settings for the stock worker. */
  readonly worker?: Partial<Omit<WorkerOptions, 'taskQueue' | 'connection' | 'namespace'>>;
}

let counter = 0;

/**
 * A Temporal server and a worker for your app, for tests: with skipped time where the Java test server can be had,
 * with the dev server otherwise (`environment.kind` says which).
 *
 * ```ts
 * const environment = await testEnvironment({ app: './src/app.js' });
 * expect(await environment.run(hello, 'Ada')).toBe('Hello, Ada');
 * await environment.close();
 * ```
 * One environment per test file, its tests one after another: skipped time is one clock for all.
 * @throws PerdureError `App.*`, `Bundle.Invalid`, `Server.*`
 */
export async function testEnvironment(options: TestEnvironmentOptions): Promise<TestEnvironment> {
  quietRuntime();
  const { app, codec, blobs, telemetry } = options;
  const tracing = telemetry?.traces && (await openTracing(telemetry.traces));
  const workflowBundle = await bundleApp({ app, codec, blobs, traces: tracing !== undefined });
  const server = await openTestServer(options, {
    dataConverter: toDataConverter(options, options.worker?.dataConverter),
    interceptors: tracing && { workflow: [tracing.client] },
  });
  const taskQueue = options.taskQueue ?? `test-${process.pid}-${(counter += 1)}`;
  const createWorker = (): Promise<Worker> =>
    Worker.create({
      // The time-skipping server leaves a run with the worker that has it cached, also when that worker is gone.
      ...(server.kind === 'time-skipping' && { maxCachedWorkflows: 0 }),
      ...options.worker,
      connection: server.environment.nativeConnection,
      namespace: server.environment.namespace,
      taskQueue,
      workflowBundle,
      plugins: [
        perdure({ app, codec, blobs, telemetry, ...splitOptions(options, serviceOptionNames)[0] }),
        ...(options.worker?.plugins ?? []),
      ],
    });
  const environment = new TestEnvironment(server, taskQueue, createWorker, options.stream);
  try {
    await environment.restartWorker();
    return environment;
  } catch (error) {
    await server.close();
    throw error;
  }
}

export class TestEnvironment {
  private readonly app: App;
  private worker: Worker | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly server: TestServer,
    readonly taskQueue: string,
    private readonly createWorker: () => Promise<Worker>,
    stream?: StreamChannel,
  ) {
    const { address } = server.environment;
    const close = async (): Promise<void> => undefined;
    this.app = new App({
      client: this.client,
      address,
      taskQueue,
      uiUrl: undefined,
      whenStuck: 'throw',
      stream,
      close,
    });
  }

  /** Which server runs underneath. */
  get kind(): TestServer['kind'] {
    return this.server.kind;
  }

  /** `host:port`. */
  get address(): string {
    return this.server.environment.address;
  }

  /** The stock Temporal client. */
  get client(): Client {
    return this.server.environment.client;
  }

  /**
   * Starts a run and waits for its result; with skipped time, a pause nobody can answer fails instead of hanging.
   * @throws the run's own failure; PerdureError `Run.CodeMismatch` or `Run.TaskFailing` for a run that is stuck
   */
  async run<I, O>(workflow: Workflow<I, O>, ...rest: [...WorkflowArguments<I>, options?: StartOptions]): Promise<O>;
  async run(workflow: string, input?: unknown, options?: StartOptions): Promise<unknown>;
  async run(workflow: string | Workflow<never, unknown>, ...rest: never[]): Promise<unknown> {
    const run = await this.app.start(workflow as string, ...rest);
    try {
      return await run.result();
    } catch (error) {
      throw this.kind === 'time-skipping' ? await explainStuck(error, run) : error;
    }
  }

  /** Starts a run and returns it at once. */
  async start<I, O>(
    workflow: Workflow<I, O>,
    ...rest: [...WorkflowArguments<I>, options?: StartOptions]
  ): Promise<Run<O>>;
  async start(workflow: string, input?: unknown, options?: StartOptions): Promise<Run>;
  async start(workflow: string | Workflow<never, unknown>, ...rest: never[]): Promise<Run> {
    return this.app.start(workflow as string, ...rest);
  }

  /** Lets time pass; skipped where the server can. */
  async sleep(duration: Duration): Promise<void> {
    const milliseconds = toMilliseconds(duration, 'sleep');
    await (this.kind === 'time-skipping' ? this.server.environment.sleep(milliseconds) : setTimeout(milliseconds));
  }

  /** Stops the worker, its caches gone, and starts another: runs in flight are replayed from history. */
  async restartWorker(): Promise<void> {
    await this.stopWorker();
    this.worker = await this.createWorker();
    this.running = this.worker.run();
    // Looked at when the worker is stopped; until then a failure must not end the test process.
    this.running.catch(() => undefined);
  }

  /** Stops the worker; runs stay where they are until `restartWorker`. */
  async stopWorker(): Promise<void> {
    if (this.worker?.getState() === 'RUNNING') this.worker.shutdown();
    await this.running;
    this.worker = undefined;
  }

  /** The history of a run, as the server holds it. */
  async history(id: string): Promise<History> {
    return this.client.workflow.getHandle(id).fetchHistory();
  }

  /** Stops worker and server. */
  async close(): Promise<void> {
    try {
      await this.stopWorker();
    } finally {
      await this.server.close();
    }
  }
}
