import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { expect, onTestFinished, test, vi } from 'vitest';

import {
  findOrStartServer,
  findServer,
  startDevServer,
  stopRemembered,
  type FoundServer,
} from '../../../cli/server/index.js';
import { isAlive } from '../../../cli/server/process-identity.js';
import { temporaryFolder } from './fixtures/bare-machine.js';
import { endOf, startOtherProcess } from './fixtures/other-process.js';

const patience = 60_000;

interface Said {
  readonly kind: FoundServer['kind'];
  readonly address: string;
  readonly pid: number;
}
const isSaid = (value: unknown): value is Said => typeof value === 'object' && value !== null && 'kind' in value;

const isGone = (pid: number): boolean => !isAlive({ pid, started: '' });

async function projectFolder(): Promise<string> {
  for (const name of ['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE']) vi.stubEnv(name, undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  const folder = await temporaryFolder();
  onTestFinished(async () => void (await stopRemembered(folder)));
  return folder;
}

test(
  'the first caller starts a server with the database of the folder, the next one shares it',
  async () => {
    const folder = await projectFolder();
    const first = await findOrStartServer({ folder, headless: true });
    expect(first.kind).toBe('started');
    expect(existsSync(join(folder, '.perdure', 'temporal.db'))).toBe(true);
    expect(await findOrStartServer({ folder })).toMatchObject({ kind: 'remembered', address: first.address });
    if (first.kind === 'started') await first.stop();
    expect(await findServer(folder)).toBeUndefined();
    expect(existsSync(join(folder, '.perdure', 'server.json'))).toBe(false);
  },
  patience,
);

test(
  'two processes that start together share one server',
  async () => {
    const folder = await projectFolder();
    const processes = [startOtherProcess('start-and-wait.ts', folder), startOtherProcess('start-and-wait.ts', folder)];
    const said = await Promise.all(processes.map(async ({ next }) => next(isSaid)));
    expect(said.map(({ kind }) => kind).sort()).toEqual(['remembered', 'started']);
    expect(new Set(said.map(({ address }) => address)).size).toBe(1);
  },
  patience,
);

test(
  'a parent killed with -9 takes its server down, and the next one starts on the same data',
  async () => {
    const folder = await projectFolder();
    const parent = startOtherProcess('start-and-wait.ts', folder);
    const { pid } = await parent.next(isSaid);
    expect(isGone(pid)).toBe(false);
    parent.child.kill('SIGKILL');
    await endOf(parent);
    await vi.waitUntil(() => isGone(pid), { timeout: 5_000, interval: 5 });
    expect(await findOrStartServer({ folder, headless: true })).toMatchObject({ kind: 'started' });
  },
  patience,
);

test(
  'a detached server outlives its parent, and is found and stopped by others',
  async () => {
    const folder = await projectFolder();
    const parent = startOtherProcess('start-detached.ts', folder);
    const { address } = await parent.next(isSaid);
    expect(await endOf(parent)).toBe(0);
    const found = await findServer(folder);
    expect(found).toMatchObject({ address });
    await stopRemembered(folder);
    expect(isGone(found?.pid ?? 0)).toBe(true);
  },
  patience,
);

test(
  'a cluster named by the environment is used after it has answered',
  async () => {
    const folder = await projectFolder();
    const server = await startDevServer({ headless: true });
    onTestFinished(() => server.kill());
    vi.stubEnv('TEMPORAL_ADDRESS', server.address);
    vi.stubEnv('TEMPORAL_NAMESPACE', 'shop');
    const { address } = server;
    const expected = { kind: 'cluster', address, namespace: 'shop', connection: { address } };
    expect(await findOrStartServer({ folder })).toMatchObject(expected);
  },
  patience,
);

test(
  'a cluster that does not answer is an error that names it and what to check, and no server is started',
  async () => {
    const folder = await projectFolder();
    vi.stubEnv('TEMPORAL_ADDRESS', '127.0.0.1:9');
    vi.stubEnv('TEMPORAL_API_KEY', 'a-secret');
    const error: unknown = await findOrStartServer({ folder }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'Server.NotReachable', details: { address: '127.0.0.1:9' } });
    expect(String(error)).toContain('127.0.0.1:9');
    expect(String(error)).toContain('unset TEMPORAL_ADDRESS');
    expect(String(error)).not.toContain('a-secret');
    expect(existsSync(join(folder, '.perdure'))).toBe(false);
  },
  patience,
);

test(
  'a configuration file that is missing or wrong is named as the reason',
  async () => {
    const folder = await projectFolder();
    vi.stubEnv('TEMPORAL_CONFIG_FILE', join(folder, 'nowhere.toml'));
    vi.stubEnv('TEMPORAL_PROFILE', 'production');
    await expect(findOrStartServer({ folder })).rejects.toMatchObject({
      code: 'Server.NotReachable',
      message: expect.stringContaining('TEMPORAL_CONFIG_FILE'),
    });
  },
  patience,
);
