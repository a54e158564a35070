import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, type Run } from 'perdure/client';
import { type DevServer, startDevServer } from '../../cli/server/index.js';
import { appFile } from './open-app.js';

export const steps = 100;
export const sumOfSteps = (steps * (steps + 1)) / 2;

/** A worker for the crash fixture as a process of its own. */
export interface WorkerProcess {
  /** As a crash would. */
  kill(): Promise<void>;
}

const running = new Set<ChildProcess>();

export async function startWorker(taskQueue: string, address: string, app = appFile('crash')): Promise<WorkerProcess> {
  const script = fileURLToPath(new URL('./fixtures/run-worker.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, fileURLToPath(app), taskQueue, address], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let errors = '';
  child.stderr.on('data', (text) => (errors += String(text)));
  const exit = once(child, 'exit').then(() => running.delete(child));
  await Promise.race([
    once(child.stdout, 'data'),
    exit.then(() => Promise.reject(new Error(`The worker ended before it was ready:\n${errors}`))),
  ]);
  child.stdout.resume();
  return {
    async kill() {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

/** Ends every worker of this file that is left. */
export function killWorkers(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** A row of steps under way, and the file in which its bodies note what they do. */
export interface Row {
  readonly run: Run;
  /** Waits until a step has begun. */
  begun(step: number): Promise<void>;
  /** How often each step has begun. */
  begins(): number[];
  ends(): number[];
}

export async function startRow(address: string, taskQueue: string, linger?: number): Promise<Row> {
  const file = join(mkdtempSync(join(tmpdir(), 'perdure-crash-')), 'steps.log');
  const app = await connect({ address, taskQueue });
  const run = await app.start('row', { count: steps, file, ...(linger !== undefined && { linger }) });
  const counts = (what: string): number[] => {
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    return Array.from({ length: steps }, (_, index) => lines.filter((line) => line === `${what} ${index + 1}`).length);
  };
  return {
    run,
    begins: () => counts('begin'),
    ends: () => counts('end'),
    async begun(step) {
      while (counts('begin')[step - 1] === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    },
  };
}

/** The steps that ran other than once. */
export function repeated(counts: readonly number[]): { readonly step: number; readonly times: number }[] {
  return counts.flatMap((times, index) => (times === 1 ? [] : [{ step: index + 1, times }]));
}

/** A server of its own with a database file, which can be killed and started again in its place. */
export async function startOwnServer(): Promise<{ server: DevServer; restart: () => Promise<DevServer> }> {
  const db = join(mkdtempSync(join(tmpdir(), 'perdure-crash-')), 'temporal.db');
  const server = await startDevServer({ db, headless: true });
  const port = Number(server.address.split(':').at(-1));
  return { server, restart: () => startDevServer({ db, port, headless: true }) };
}
