import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { expect, onTestFinished, test, vi } from 'vitest';

import { locateDevServer } from '../../../cli/server/index.js';
import { bareMachine, saysVersion, type BareMachine } from './fixtures/bare-machine.js';

/** Stands for Temporal's download site. */
async function openSite(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv('PERDURE_TEMPORAL_DOWNLOAD', origin);
  return origin;
}

async function archiveOf(machine: BareMachine, name: string): Promise<Buffer> {
  await machine.install(name, saysVersion('1.5.1'), machine.folder);
  const archive = join(machine.folder, 'archive.tar.gz');
  await machine.lend('tar');
  await machine.lend('gzip');
  execFileSync('tar', ['-czf', archive, '-C', machine.folder, name]);
  return readFile(archive);
}

async function messageOfFailure(): Promise<string> {
  const error: unknown = await locateDevServer().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'Server.NotFound' });
  return (error as Error).message;
}

test('the archive that the site names is downloaded, unpacked, and cached', async () => {
  const machine = await bareMachine();
  const archive = await archiveOf(machine, 'temporal');
  const asked: string[] = [];
  const origin = await openSite((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/archive.tar.gz') return response.end(archive);
    return response.end(JSON.stringify({ archiveUrl: `${origin}/archive.tar.gz`, fileToExtract: 'temporal' }));
  });
  expect(await locateDevServer()).toMatchObject({ how: 'download', version: '1.5.1' });
  expect(await locateDevServer()).toMatchObject({ how: 'cache', version: '1.5.1' });
  expect(asked[0]).toMatch(/^\/cli\/v1\.5\.1\?arch=(amd64|arm64)&platform=(linux|darwin|windows)&format=tar\.gz$/);
  expect(asked).toHaveLength(2);
  expect(await readdir(machine.servers)).toEqual(['temporal-cli-1.5.1']);
});

test('an archive without the server is passed over', async () => {
  const machine = await bareMachine();
  const archive = await archiveOf(machine, 'something-else');
  const origin = await openSite((request, response) => {
    if (request.url === '/archive.tar.gz') return response.end(archive);
    return response.end(JSON.stringify({ archiveUrl: `${origin}/archive.tar.gz`, fileToExtract: 'temporal' }));
  });
  expect(await messageOfFailure()).toContain('download: no temporal in the archive');
});

test('a site that wants to pass options to the unpacking program is refused', async () => {
  await bareMachine();
  const origin = await openSite((_request, response) =>
    response.end(JSON.stringify({ archiveUrl: `${origin}/archive.tar.gz`, fileToExtract: '--to-command=sh' })),
  );
  expect(await messageOfFailure()).toMatch(/download: .* named no archive/);
});

test('without a network the download is given up at once', async () => {
  await bareMachine();
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address() as AddressInfo;
  closed.close();
  await once(closed, 'close');
  vi.stubEnv('PERDURE_TEMPORAL_DOWNLOAD', `http://127.0.0.1:${port}`);
  const begin = performance.now();
  expect(await messageOfFailure()).toContain(`download: 127.0.0.1:${port} is not reachable (ECONNREFUSED)`);
  expect(performance.now() - begin).toBeLessThan(2_000);
});

test('a network that swallows everything costs six seconds at most', async () => {
  await bareMachine();
  await openSite(() => {});
  const begin = performance.now();
  expect(await messageOfFailure()).toContain('did not answer within 5 s');
  expect(performance.now() - begin).toBeLessThan(6_000);
}, 15_000);
