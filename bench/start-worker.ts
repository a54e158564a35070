import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface WorkerChoice {
  readonly kind: 'perdure' | 'hand-written';
  readonly address: string;
  readonly taskQueue: string;
  /** Folder for CPU profiles, one file for each thread. */
  readonly profiles: string | undefined;
}

export interface WorkerProcess {
  readonly taskQueue: string;
  /** Milliseconds of CPU time used up to now, all threads together. */
  cpu(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts a worker process and resolves when it has bundled its workflows and polls. */
export async function startWorker({ kind, address, taskQueue, profiles }: WorkerChoice): Promise<WorkerProcess> {
  const execArgv = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
  const script = fileURLToPath(new URL('./worker-process.js', import.meta.url));
  const child = fork(script, [kind, address, taskQueue], { execArgv });
  await answerOf(child, kind);
  return {
    taskQueue,
    async cpu() {
      child.send('cpu');
      const { cpu } = (await answerOf(child, kind)) as { cpu: NodeJS.CpuUsage };
      return (cpu.user + cpu.system) / 1_000;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.send('stop');
      await once(child, 'exit');
    },
  };
}

function answerOf(child: ChildProcess, kind: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`The ${kind} worker has ended with ${code}.`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message);
    });
  });
}
