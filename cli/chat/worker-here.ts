import type { App, StreamChannel } from '../../client/index.js';
import { createWorker, type CreateWorkerOptions, inProcessStream } from '../../worker/index.js';
import { enableTypeScript } from '../app/enable-typescript.js';
import { findApp } from '../app/find-app.js';
import { readWorkerOptions } from '../app/worker-options.js';
import type { Shell } from '../shell.js';
import { valuesOfEnvironment } from '../values-of-environment.js';

/** Whoever leaves does not wait for a model: its call is given up, and made again when there is a worker. */
const grace = { shutdownGraceTime: '100ms', shutdownForceTime: '2s' } as const;

/** A worker of this process, and how what its agents show reaches the chat. */
export interface WorkerHere {
  readonly stream: StreamChannel;
  start(app: App): Promise<void>;
  /** Settles when the worker has ended by itself: with its failure. */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * Prepares a worker for the app; it starts when there is a connection.
 * @throws PerdureError `App.*`, `Usage.InvalidWorker`
 */
export async function workerHere(shell: Shell, given: readonly string[], options?: string): Promise<WorkerHere> {
  const files = findApp(given);
  await enableTypeScript(files);
  const settings = await readWorkerOptions(options);
  const stream = settings.stream ?? inProcessStream();
  let stop = (): Promise<void> => Promise.resolve();
  let tellEnd: (end: unknown) => void = () => undefined;
  const ended = new Promise<unknown>((resolve) => (tellEnd = resolve));
  return {
    stream,
    ended,
    async start(app) {
      const worker = await createWorker({
        ...valuesOfEnvironment(),
        ...settings,
        ...placeOf(app, shell),
        ...grace,
        app: files,
        stream,
        // What concerns the chat is said in the chat.
        logging: { level: 'error', format: 'text' },
      });
      const running = worker.run();
      running.then(() => tellEnd(undefined), tellEnd);
      stop = async () => {
        if (worker.getState() === 'RUNNING') worker.shutdown();
        await running;
      };
    },
    stop: () => stop(),
  };
}

function placeOf(app: App, { taskQueue }: Shell): Pick<CreateWorkerOptions, 'address' | 'namespace' | 'taskQueue'> {
  return { address: app.address, namespace: app.client.options.namespace, taskQueue };
}
