import { PerdureError } from '../../src/errors.js';
import { createWorker } from '../../worker/index.js';
import { problemsOf } from '../app/app-problem.js';
import { valuesOfEnvironment } from '../values-of-environment.js';
import { describeApp } from '../app/describe-app.js';
import { graphProblems } from '../app/graph-problems.js';
import { installDevLog } from './dev-log.js';
import type { FromWorker, ToWorker, WorkerSettings } from './messages.js';

// The program of the worker process of `perdure dev`: a fresh process for every version of the code.

/** Bodies that hear that the worker stops have this long, others until the force. */
const grace = { shutdownGraceTime: '1s', shutdownForceTime: '10s' } as const;

async function main({ files, metrics, ...place }: WorkerSettings): Promise<void> {
  // Ctrl-C reaches the whole process group; the parent decides when the worker stops.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  installDevLog(metrics);
  const orders = listen();
  const worker = await createWorker({ app: files, ...place, ...grace, ...valuesOfEnvironment() });
  tell({ kind: 'ready', app: describeApp(files), warnings: graphProblems() });
  if ((await orders.first) === 'stop') process.exit(0);
  void orders.stopped.then(() => worker.shutdown());
  await worker.run();
  process.exit(0);
}

interface Orders {
  readonly first: Promise<ToWorker['kind']>;
  readonly stopped: Promise<void>;
}

/** A parent that is gone is an order to stop. */
function listen(): Orders {
  let begin: (kind: ToWorker['kind']) => void = () => {};
  let stop: () => void = () => {};
  const first = new Promise<ToWorker['kind']>((resolve) => (begin = resolve));
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const hear = (kind: ToWorker['kind']): void => {
    begin(kind);
    if (kind === 'stop') stop();
  };
  process.on('message', ({ kind }: ToWorker) => hear(kind));
  process.on('disconnect', () => hear('stop'));
  return { first, stopped };
}

function tell(message: FromWorker): void {
  process.send?.(message);
}

main(JSON.parse(process.argv[2] ?? '{}') as WorkerSettings).catch((error: unknown) => {
  const message: FromWorker = {
    kind: 'failed',
    problems: problemsOf(error),
    passing: PerdureError.is(error, 'Server.NotReachable'),
  };
  if (process.send?.(message, () => process.exit(1)) === undefined) process.exit(1);
});
