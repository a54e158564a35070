import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isTypeScript } from '../app/enable-typescript.js';
import type { FromWorker, ToWorker, WorkerSettings } from './messages.js';

export interface WorkerEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const require = createRequire(import.meta.url);
const program = fileURLToPath(new URL('./worker-main.js', import.meta.url));
/** More than the worker gives its own bodies. */
const patienceMilliseconds = 15_000;

/** One process with one version of the app's code. It takes no work until it is told to begin. */
export class WorkerProcess {
  readonly exited: Promise<WorkerEnd>;
  /** Whether the code is good; rejects never, a process that died before it could tell has failed. */
  readonly ready: Promise<FromWorker>;
  private stopping = false;

  private constructor(private readonly child: ChildProcess) {
    this.exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
    const said = new Promise<FromWorker>((resolve) =>
      child.once('message', (message) => resolve(message as FromWorker)),
    );
    this.ready = Promise.race([said, this.exited.then(diedEarly)]);
  }

  /** @param stream the hub where its agents show what they do; `undefined`: as the environment says */
  static start(settings: WorkerSettings, stream: string | undefined): WorkerProcess {
    // Compiled on the way only where there is something to compile: it costs a third of a second.
    const loader = settings.files.some(isTypeScript) ? ['--import', pathToFileURL(require.resolve('tsx')).href] : [];
    const child = fork(program, [JSON.stringify(settings)], {
      execArgv: ['--enable-source-maps', ...loader],
      // In the environment, so that tasks which connect by themselves hear the same streams.
      env: { ...process.env, ...(stream !== undefined && { PERDURE_STREAM: stream }) },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    return new WorkerProcess(child);
  }

  /** Whether its end is no surprise. */
  get isStopping(): boolean {
    return this.stopping;
  }

  begin(): void {
    this.tell({ kind: 'begin' });
  }

  /** Lets it finish what it has in hand, and returns when it is gone. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.tell({ kind: 'stop' });
    const patience = setTimeout(() => this.kill(), patienceMilliseconds);
    await this.exited;
    clearTimeout(patience);
  }

  kill(): void {
    this.stopping = true;
    this.child.kill('SIGKILL');
  }

  private tell(message: ToWorker): void {
    // A process that is about to go has closed its ear already.
    if (this.child.connected) this.child.send(message, () => {});
  }
}

function diedEarly({ code, signal }: WorkerEnd): FromWorker {
  const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
  const message = `The worker process ended while it loaded the app (${how}).`;
  return { kind: 'failed', problems: [{ code: 'App.LoadFailed', message, place: null }], passing: false };
}
