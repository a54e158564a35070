import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface ProgramRun {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly folder?: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  readonly timeout?: number;
  /** Every line of both outputs, as it comes. */
  readonly onLine?: (line: string) => void;
}

export interface ProgramEnd {
  /** `null` when a signal (or our time limit) ended it. */
  readonly code: number | null;
  readonly lines: readonly string[];
}

/** Runs a program to its end and keeps what it printed. Rejects when it cannot be started, or when `signal` aborts it. */
export async function runProgram(run: ProgramRun): Promise<ProgramEnd> {
  const { program, folder, environment, signal, timeout, onLine } = run;
  const child = spawn(program, [...run.arguments], {
    cwd: folder,
    env: environment ?? process.env,
    signal,
    timeout,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const lines: string[] = [];
  for (const input of [child.stdout, child.stderr])
    createInterface({ input }).on('line', (line) => {
      lines.push(line);
      onLine?.(line);
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  signal?.throwIfAborted();
  return { code, lines };
}
