import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { findServer, forgetServer, rememberServer, stopRemembered } from '../../../cli/server/index.js';
import { temporaryFolder } from './fixtures/bare-machine.js';

/** A process that listens, and ends when it is asked to: all that a server is to this file. */
async function startListener(): Promise<{
  readonly pid: number;
  readonly address: string;
  readonly kill: () => Promise<void>;
}> {
  const script = 'const s = require("net").createServer().listen(0, "127.0.0.1", () => console.log(s.address().port))';
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { pid: child.pid ?? 0, address: `127.0.0.1:${Number(String(port))}`, kill };
}

const facts = { uiUrl: 'http://127.0.0.1:8233', namespace: 'default', db: '/data/temporal.db' };
const stateFile = (folder: string): string => join(folder, '.perdure', 'server.json');

test('a remembered server is found with all that was said about it, until it is forgotten', async () => {
  const folder = await temporaryFolder();
  const { pid, address } = await startListener();
  expect(await findServer(folder)).toBeUndefined();
  await rememberServer(folder, { pid, address, ...facts });
  expect(await findServer(folder)).toMatchObject({
    pid,
    address,
    ...facts,
    startedAt: expect.stringMatching(/^\d{4}-/),
  });
  await forgetServer(folder);
  expect(await findServer(folder)).toBeUndefined();
});

test('a server whose process is gone is not found, even if its port answers', async () => {
  const folder = await temporaryFolder();
  const { pid, kill } = await startListener();
  const heir = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void heir.close());
  await once(heir, 'listening');
  await rememberServer(folder, { pid, address: `127.0.0.1:${(heir.address() as AddressInfo).port}`, ...facts });
  expect(await findServer(folder)).toMatchObject({ pid });
  await kill();
  expect(await findServer(folder)).toBeUndefined();
});

test('a server whose port does not answer is not found, even if its process lives', async () => {
  const folder = await temporaryFolder();
  await rememberServer(folder, { pid: process.pid, address: '127.0.0.1:9', ...facts });
  expect(await findServer(folder)).toBeUndefined();
});

test('stopping ends the process, frees the port, and forgets', async () => {
  const folder = await temporaryFolder();
  const { pid, address } = await startListener();
  await rememberServer(folder, { pid, address, ...facts });
  expect(await stopRemembered(folder)).toMatchObject({ pid });
  expect(existsSync(stateFile(folder))).toBe(false);
  expect(await stopRemembered(folder)).toBeUndefined();
});

test('a process that got the number of a dead server is never stopped in its place', async () => {
  const folder = await temporaryFolder();
  const { pid, address } = await startListener();
  await rememberServer(folder, { pid, address, ...facts });
  const state = JSON.parse(await readFile(stateFile(folder), 'utf8')) as object;
  await writeFile(stateFile(folder), JSON.stringify({ ...state, started: 'at another time' }));
  expect(await findServer(folder)).toBeUndefined();
  expect(await stopRemembered(folder)).toBeUndefined();
  expect(process.kill(pid, 0)).toBe(true);
});

test('a damaged state file means that no server is known', async () => {
  const folder = await temporaryFolder();
  const { pid, address } = await startListener();
  await rememberServer(folder, { pid, address, ...facts });
  for (const text of ['{"pid":', '{"pid":-1,"started":""}', 'null']) {
    await writeFile(stateFile(folder), text);
    expect(await findServer(folder)).toBeUndefined();
  }
});
