import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { locateDevServer } from '../cli/server/index.js';

export interface StockServer {
  readonly address: string;
  stop(): Promise<void>;
}

const readyMilliseconds = 30_000;

/** `temporal server start-dev` as Temporal ships it: in memory, every setting untouched. */
export async function startStockServer(): Promise<StockServer> {
  const { path } = await locateDevServer();
  const port = await findFreePort();
  const address = `127.0.0.1:${port}`;
  const child = spawn(path, ['server', 'start-dev', '--headless', '--port', String(port), '--log-level', 'error'], {
    stdio: 'ignore',
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  try {
    await untilReady(address);
  } catch (error) {
    kill();
    throw error;
  }
  return {
    address,
    async stop() {
      process.off('exit', kill);
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function untilReady(address: string): Promise<void> {
  const end = performance.now() + readyMilliseconds;
  for (;;) {
    const connection = Connection.lazy({ address, connectTimeout: '1s' });
    try {
      await connection.workflowService.describeNamespace({ namespace: 'default' });
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
      await setTimeout(100);
    } finally {
      await connection.close();
    }
  }
}
