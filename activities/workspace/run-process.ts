import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { workspaceError } from '../../src/agent/workspace/workspace-error.js';
import { CappedOutput } from './capped-output.js';

export interface ProcessOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** How a program ended, whichever way; that is a result, not a failure. */
export interface ProcessEnd {
  /** `null` if a signal has ended it. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether some of the output was left out. */
  readonly truncated: boolean;
}

/** Bytes of each half, of each stream. */
const keptOutput = 15_000;
/** Milliseconds between asking a program to end and ending it; less than a cancelled task has. */
const grace = 500;
/** Milliseconds that output may still come in after the program has ended. */
const lastWords = 200;

/**
 * Runs a program as the head of a process group of its own, which ends as a whole: in time, when cancelled, and with the
 * program itself.
 * @throws PerdureError `Workspace.ProgramNotFound`; the signal's reason when cancelled
 */
export async function runProcess({ program, args, cwd, env, timeout, signal }: ProcessOptions): Promise<ProcessEnd> {
  signal.throwIfAborted();
  const child = spawn(program, args, { cwd, env, shell: false, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = [new CappedOutput(keptOutput), new CappedOutput(keptOutput)];
  child.stdout.on('data', (chunk: Buffer) => stdout.add(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.add(chunk));
  let timedOut = false;
  const stopper = new Stopper(child);
  const timer = setTimeout(() => {
    timedOut = true;
    stopper.stop();
  }, timeout);
  signal.addEventListener('abort', stopper.stop, { once: true });
  try {
    const [exitCode, endedBy] = await ended(child, program);
    signal.throwIfAborted();
    const truncated = stdout.truncated || stderr.truncated;
    return { exitCode, signal: endedBy, timedOut, stdout: stdout.text(), stderr: stderr.text(), truncated };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stopper.stop);
    stopper.end();
  }
}

async function ended(child: ChildProcess, program: string): Promise<[number | null, NodeJS.Signals | null]> {
  const closed = once(child, 'close').catch(() => undefined);
  try {
    const end = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    // What it has left running may hold the pipes open for ever.
    sendTo(child, 'SIGKILL');
    const late = setTimeout(() => [child.stdout, child.stderr].forEach((stream) => stream?.destroy()), lastWords);
    await closed;
    clearTimeout(late);
    return end;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EACCES') throw error;
    throw workspaceError('Workspace.ProgramNotFound', `The program '${program}' cannot be started on this worker.`);
  }
}

class Stopper {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly child: ChildProcess) {}

  readonly stop = (): void => {
    sendTo(this.child, 'SIGTERM');
    this.timer ??= setTimeout(() => sendTo(this.child, 'SIGKILL'), grace);
  };

  end(): void {
    clearTimeout(this.timer);
  }
}

/** To the whole group; that there is nobody left is fine. */
function sendTo({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: all have ended. EPERM: what is left belongs to somebody else.
  }
}
