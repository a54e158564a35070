import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What is said by the worker process of `fixtures/run-worker.mjs`. */
interface Said {
  readonly ready?: true;
  readonly code?: string;
  readonly message?: string;
  readonly line?: string;
}

export interface WorkerProcess {
  readonly pid: number;
  /** Its log, as far as it has come. */
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();
const script = fileURLToPath(new URL('./fixtures/run-worker.mjs', import.meta.url));

/** A worker in a process of its own, since metrics and logs belong to the process. Rejects with what it could not do. */
export async function startWorker(options: object): Promise<WorkerProcess> {
  const child = fork(script, [JSON.stringify(options)], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  running.add(child);
  const exit = once(child, 'exit').then(() => running.delete(child));
  const lines: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.on('message', ({ ready, code, message, line }: Said) => {
      if (line !== undefined) lines.push(line);
      if (ready) resolve();
      if (code !== undefined) reject(Object.assign(new Error(message), { code }));
    });
    void exit.then(() => reject(new Error('The worker ended before it was ready.')));
  });
  return {
    pid: child.pid ?? 0,
    lines,
    async stop() {
      if (child.connected) child.send('stop');
      await exit;
    },
  };
}

/** Ends every worker of this file that is left. */
export function killWorkers(): void {
  for (const child of running) child.kill('SIGKILL');
}
