import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

import { Client, Connection } from '@temporalio/client';
import { expect, onTestFinished, test, vi } from 'vitest';

import { startDevServer, type DevServer, type StartDevServerOptions } from '../../../cli/server/index.js';
import { bareMachine, saysVersion, temporaryFolder } from './fixtures/bare-machine.js';

const patience = 60_000;

async function start(options: StartDevServerOptions = {}): Promise<DevServer> {
  const server = await startDevServer({ headless: true, ...options });
  onTestFinished(() => server.kill());
  return server;
}

async function connect({ address, namespace }: DevServer): Promise<Client> {
  const connection = await Connection.connect({ address });
  onTestFinished(() => connection.close());
  return new Client({ connection, namespace });
}

const portOf = ({ address }: DevServer): number => Number(address.split(':')[1]);

test(
  'a workflow can be started and listed as soon as the server is there, also in a namespace of its own',
  async () => {
    const client = await connect(await start({ namespace: 'shop' }));
    const handle = await client.workflow.start('waits', { taskQueue: 'nobody', workflowId: 'first' });
    expect((await handle.describe()).status.name).toBe('RUNNING');
    const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace: 'shop' });
    expect(Object.keys(customAttributes ?? {})).toContain('PerdurePaused');
  },
  patience,
);

test(
  'a workflow survives the server being stopped, killed with -9, and started again',
  async () => {
    const db = join(await temporaryFolder(), 'not', 'there', 'yet.db');
    const first = await start({ db });
    const { firstExecutionRunId } = await (
      await connect(first)
    ).workflow.start('waits', { taskQueue: 'nobody', workflowId: 'kept' });
    first.kill();
    expect(await first.exited).toEqual({ code: null, signal: 'SIGKILL' });

    const second = await start({ db });
    const afterKill = await (await connect(second)).workflow.getHandle('kept').describe();
    expect(afterKill).toMatchObject({ runId: firstExecutionRunId, status: { name: 'RUNNING' } });
    await second.stop();

    const third = await start({ db, port: portOf(second), sync: true });
    const afterStop = await (await connect(third)).workflow.getHandle('kept').describe();
    expect(afterStop).toMatchObject({ runId: firstExecutionRunId, status: { name: 'RUNNING' } });
  },
  patience,
);

test(
  'the Web UI answers at its address, unless it is not wanted',
  async () => {
    const server = await start({ headless: false });
    expect((await fetch(server.uiUrl ?? '')).status).toBe(200);
    expect((await start()).uiUrl).toBeUndefined();
  },
  patience,
);

test(
  'two servers may start at the same time',
  async () => {
    const servers = await Promise.all([start(), start(), start()]);
    expect(new Set(servers.map(portOf)).size).toBe(3);
  },
  patience,
);

test(
  'a port taken by a Temporal server is refused, with its version and what to do',
  async () => {
    const port = portOf(await start());
    await expect(start({ port })).rejects.toMatchObject({
      code: 'Server.PortTaken',
      message: expect.stringMatching(
        new RegExp(`Port ${port} is taken: a Temporal server \\d.*TEMPORAL_ADDRESS=.*${port}.*--port`),
      ),
    });
  },
  patience,
);

test(
  'a port taken by something else is refused as such, also the one for the Web UI',
  async () => {
    const other = createServer((socket) => socket.on('error', () => {}).end('hello')).listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const message = expect.stringContaining('something that is no Temporal server');
    await expect(start({ port })).rejects.toMatchObject({ code: 'Server.PortTaken', message });
    const uiMessage = expect.stringContaining('--ui-port');
    await expect(start({ uiPort: port, headless: false })).rejects.toMatchObject({
      code: 'Server.PortTaken',
      message: uiMessage,
    });
  },
  patience,
);

test(
  'a database that another server has open is refused, because two on one file damage it',
  async () => {
    const db = join(await temporaryFolder(), 'temporal.db');
    const { pid } = await start({ db });
    const message = expect.stringContaining(`process id ${pid}`);
    await expect(start({ db })).rejects.toMatchObject({ code: 'Server.StartFailed', message });
  },
  patience,
);

test('a server that ends at once is reported with its last words', async () => {
  const machine = await bareMachine();
  const path = await machine.install(
    'temporal',
    `[ "$1" = --version ] && { ${saysVersion('1.5.1')}; exit; }\necho "unknown flag: --sqlite-pragma" >&2\nexit 3`,
  );
  const logFile = join(machine.folder, 'server.log');
  const error: unknown = await startDevServer({ path, logFile }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'Server.StartFailed' });
  expect(String(error)).toContain('ended at once (exit code 3)');
  expect(String(error)).toContain('unknown flag: --sqlite-pragma');
  expect(String(error)).toContain(logFile);
});

test(
  'a start that is given up leaves no process',
  async () => {
    const machine = await bareMachine();
    const pidFile = join(machine.folder, 'pid');
    const path = await machine.install(
      'temporal',
      `[ "$1" = --version ] && { ${saysVersion('1.5.1')}; exit; }\necho $$ > '${pidFile}'\nexec sleep 60`,
    );
    const controller = new AbortController();
    const started = startDevServer({ path, signal: controller.signal });
    const refused = expect(started).rejects.toMatchObject({ name: 'AbortError' });
    const pid = await vi.waitUntil(async () => Number(await readFile(pidFile, 'utf8').catch(() => '')) || undefined, {
      timeout: 10_000,
    });
    controller.abort();
    await refused;
    expect(() => process.kill(pid ?? 0, 0)).toThrow('ESRCH');
  },
  patience,
);
