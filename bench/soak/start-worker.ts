import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface SoakWorker {
  /** Resident memory in bytes. */
  memory(): Promise<number>;
  /** What it has logged as a warning or an error. */
  readonly complaints: readonly string[];
  /** Rejects if the process ends before it is told to. */
  readonly died: Promise<never>;
  stop(): Promise<void>;
}

interface Said {
  readonly ready?: true;
  readonly memory?: number;
  readonly complaint?: string;
}

/** Starts a worker process and resolves when it polls. */
export async function startWorker(address: string, taskQueue: string): Promise<SoakWorker> {
  const script = fileURLToPath(new URL('./worker-process.js', import.meta.url));
  const child = fork(script, [address, taskQueue]);
  const complaints: string[] = [];
  const waiting: ((memory: number) => void)[] = [];
  let stopping = false;
  const died = new Promise<never>((_, reject) =>
    child.once('exit', (code, signal) => {
      if (!stopping) reject(new Error(`A worker has ended with ${code ?? signal}.`));
    }),
  );
  died.catch(() => undefined);
  const ready = new Promise<void>((resolve) =>
    child.on('message', (message) => {
      const said = message as Said;
      if (said.ready) resolve();
      if (said.complaint !== undefined) complaints.push(said.complaint);
      if (said.memory !== undefined) waiting.shift()?.(said.memory);
    }),
  );
  await Promise.race([ready, died]);
  return {
    complaints,
    died,
    memory: () =>
      Promise.race([
        died,
        new Promise<number>((resolve) => {
          waiting.push(resolve);
          child.send('memory');
        }),
      ]),
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.send('stop');
      await once(child, 'exit');
    },
  };
}
