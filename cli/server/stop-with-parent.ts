import { spawn } from 'node:child_process';

// The end of this pipe is the only news of a parent killed with -9 that works on every system. The server is killed the same way: it
// loses nothing by it, and whoever restarts the parent at once shall not meet a server that is about to go.
const script = `
process.stdin.resume().once('close', () => {
  try { process.kill(Number(process.argv[1]), 'SIGKILL'); } catch {}
});`;

/** Lets a small watchdog kill the process `pid` when this process dies, however it dies. Returns the way to call it off. */
export function stopWithParent(pid: number): () => void {
  const { NODE_OPTIONS: _, ...environment } = process.env; // no debugger port and no loaders for the watchdog
  const watchdog = spawn(process.execPath, ['-e', script, String(pid)], {
    // Own group: Ctrl-C in the terminal is for the parent, which stops the server in its own order.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: environment,
    windowsHide: true,
  });
  watchdog.on('error', () => {});
  watchdog.stdin.on('error', () => {});
  watchdog.unref();
  return () => void watchdog.kill('SIGKILL');
}
