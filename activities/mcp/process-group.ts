import type { ChildProcess } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';

/** What a program is given to end by itself before it is told to, and then made to. In milliseconds. */
const patience = 1_000;

const running = new Set<number>();
let isWatching = false;

/** Programs start others; none of them may outlive this process. */
export function watchGroup(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  running.add(pid);
  child.once('exit', () => {
    running.delete(pid);
    // What it has started and left behind.
    signalGroup(pid, 'SIGKILL');
  });
  if (isWatching) return;
  isWatching = true;
  process.on('exit', () => running.forEach((one) => signalGroup(one, 'SIGKILL')));
}

/** Ends a program and everything it has started: by closing its input, then by a signal, then for certain. */
export async function endGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const isOver = (): Promise<boolean> =>
    Promise.race([exit.then(() => true), setTimeout(patience, false, { ref: false })]);
  child.stdin?.end();
  if (await isOver()) return;
  signalGroup(pid, 'SIGTERM');
  if (await isOver()) return;
  signalGroup(pid, 'SIGKILL');
  await exit;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // Nobody is left.
  }
}
