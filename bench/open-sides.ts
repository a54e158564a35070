import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { connect } from 'perdure/client';
import { startDevServer, terminalReport } from '../cli/server/index.js';
import { handWrittenSide } from './hand-written-side.js';
import { perdureSide } from './perdure-side.js';
import type { Side } from './side.js';
import { startWorker } from './start-worker.js';
import { startStockServer } from './start-stock-server.js';

/** Both sides on one server. */
export interface Sides {
  readonly connection: Connection;
  readonly perdure: Side;
  readonly handWritten: Side;
  close(): Promise<void>;
}

/** Starts our dev server on a new database file, and a worker process for each side. */
export async function openSides(profiles: string | undefined): Promise<Sides> {
  const folder = mkdtempSync(join(tmpdir(), 'perdure-bench-'));
  // However this process ends; by then the server is gone or going.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const report = terminalReport(process.stderr);
  const server = await startDevServer({ db: join(folder, 'temporal.db'), headless: true, report });
  report.end();
  const { address } = server;
  const start = (kind: 'perdure' | 'hand-written'): ReturnType<typeof startWorker> =>
    startWorker({ kind, address, taskQueue: kind, profiles: profiles && join(profiles, `profile-${kind}`) });
  const ourWorker = await start('perdure');
  const theirWorker = await start('hand-written');
  // One connection for both clients: they differ in what they send over it.
  const connection = await Connection.connect({ address });
  const app = await connect({ address, connection, namespace: 'default', taskQueue: ourWorker.taskQueue });
  return {
    connection,
    perdure: perdureSide(app, ourWorker),
    handWritten: handWrittenSide('hand-written', new Client({ connection }), theirWorker),
    async close() {
      await Promise.all([ourWorker.stop(), theirWorker.stop()]);
      await connection.close();
      await server.stop();
    },
  };
}

/** The hand-written side on a stock server. */
export async function openStockSide(): Promise<{ readonly side: Side; close(): Promise<void> }> {
  const server = await startStockServer();
  const { address } = server;
  const worker = await startWorker({ kind: 'hand-written', address, taskQueue: 'stock', profiles: undefined });
  const connection = await Connection.connect({ address });
  return {
    side: handWrittenSide('stock server', new Client({ connection }), worker),
    async close() {
      await worker.stop();
      await connection.close();
      await server.stop();
    },
  };
}
