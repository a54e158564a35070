import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test, vi } from 'vitest';

import { locateDevServer, type Progress } from '../../../cli/server/index.js';
import { bareMachine, goThatBuilds, saysVersion, type BareMachine } from './fixtures/bare-machine.js';
import { endOf, startOtherProcess } from './fixtures/other-process.js';

const cacheFolder = (machine: BareMachine): string => join(machine.servers, 'temporal-cli-1.5.1');

const isLocated = (value: unknown): value is { readonly how: string; readonly version: string } =>
  typeof value === 'object' && value !== null && 'how' in value;

const isWaiting = (value: unknown): value is Progress =>
  typeof value === 'object' &&
  value !== null &&
  'phase' in value &&
  String(value.phase).startsWith('waiting for process');

describe('the order of looking', () => {
  test('a named path comes first, then the environment, PATH, and the cache', async () => {
    const machine = await bareMachine();
    const named = await machine.install('named', saysVersion('1-named'));
    await machine.install('temporal', saysVersion('4-cache'), cacheFolder(machine));
    expect(await locateDevServer()).toMatchObject({ how: 'cache', version: '4-cache' });
    await machine.install('temporal', saysVersion('3-path'));
    expect(await locateDevServer()).toMatchObject({ how: 'path', version: '3-path' });
    vi.stubEnv('PERDURE_TEMPORAL_CLI', await machine.install('chosen', saysVersion('2-environment')));
    expect(await locateDevServer()).toMatchObject({ how: 'option', version: '2-environment' });
    expect(await locateDevServer({ path: named })).toMatchObject({ how: 'option', path: named, version: '1-named' });
  });

  test('a `temporal` on PATH that does not answer like the Temporal CLI is passed over', async () => {
    const machine = await bareMachine();
    await machine.install('temporal', 'echo "temporal: a clock"');
    await machine.install('temporal', saysVersion('1.5.1'), cacheFolder(machine));
    expect(await locateDevServer()).toMatchObject({ how: 'cache' });
  });

  test('a named path that does not work is an error, and nothing else is used instead', async () => {
    const machine = await bareMachine();
    await machine.install('temporal', saysVersion('1.5.1'));
    const located = locateDevServer({ path: join(machine.folder, 'missing') });
    await expect(located).rejects.toMatchObject({
      code: 'Server.NotFound',
      message: expect.stringContaining('missing'),
    });
  });
});

describe('a build with Go', () => {
  test('fills the cache and keeps its log, and the next search finds it there', async () => {
    const machine = await bareMachine();
    const builds = join(machine.folder, 'builds');
    await machine.install('go', goThatBuilds('1.5.1', builds));
    const phases = new Set<string>();
    const report = ({ phase }: Progress): void => void phases.add(phase);
    expect(await locateDevServer({ report })).toMatchObject({ how: 'build', version: '1.5.1' });
    expect(await locateDevServer({ report })).toMatchObject({ how: 'cache', version: '1.5.1' });
    expect((await readFile(builds, 'utf8')).trim().split('\n')).toHaveLength(1);
    expect([...phases]).toContain('downloading Go modules');
    expect([...phases]).toContain('compiling the Temporal CLI');
    expect(await readdir(machine.servers)).toEqual(['temporal-cli-1.5.1', 'temporal-cli-1.5.1.build.log']);
  });

  test('runs once when two processes start together, and the other one says that it waits', async () => {
    const machine = await bareMachine();
    const [builds, goOn] = [join(machine.folder, 'builds'), join(machine.folder, 'go-on')];
    await machine.install('go', goThatBuilds('1.5.1', builds, `while [ ! -e '${goOn}' ]; do sleep 0.02; done`));
    const processes = [startOtherProcess('locate.ts', ''), startOtherProcess('locate.ts', '')];
    await Promise.any(processes.map(async ({ next }) => next(isWaiting)));
    await writeFile(goOn, '');
    const located = await Promise.all(processes.map(async ({ next }) => next(isLocated)));
    expect(located.map(({ how }) => how).sort()).toEqual(['build', 'cache']);
    expect((await readFile(builds, 'utf8')).trim().split('\n')).toHaveLength(1);
  }, 30_000);

  test('is taken over from a process that was killed in the middle', async () => {
    const machine = await bareMachine();
    const builds = join(machine.folder, 'builds');
    await machine.install('go', goThatBuilds('1.5.1', builds, 'touch "$GOBIN/half"; exec sleep 60'));
    const killed = startOtherProcess('locate.ts', '');
    await vi.waitUntil(() => existsSync(builds), { timeout: 20_000 });
    killed.child.kill('SIGKILL');
    await endOf(killed);
    await machine.install('go', goThatBuilds('1.5.1', builds));
    expect(await locateDevServer()).toMatchObject({ how: 'build' });
    expect(await readdir(machine.servers)).toEqual(['temporal-cli-1.5.1', 'temporal-cli-1.5.1.build.log']);
  }, 30_000);

  test('is not held up by the lock of a process whose number now belongs to another', async () => {
    const machine = await bareMachine();
    await machine.install('go', goThatBuilds('1.5.1', join(machine.folder, 'builds')));
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(other, 'spawn');
    await mkdir(machine.servers, { recursive: true });
    await writeFile(`${cacheFolder(machine)}.lock`, JSON.stringify({ pid: other.pid, started: 'long ago' }));
    expect(await locateDevServer()).toMatchObject({ how: 'build' });
    other.kill('SIGKILL');
  });

  test('tries the toolchain that Go chooses when the local one is too old', async () => {
    const machine = await bareMachine();
    vi.stubEnv('GOTOOLCHAIN', undefined);
    const tooOld = `[ "$GOTOOLCHAIN" = local ] && { echo 'go: requires go >= 1.25.0 (running go 1.22; GOTOOLCHAIN=local)' >&2; exit 1; }`;
    await machine.install('go', goThatBuilds('1.5.1', join(machine.folder, 'builds'), tooOld));
    expect(await locateDevServer()).toMatchObject({ how: 'build' });
  });

  test('that fails names the log, its last lines, and the other ways', async () => {
    const machine = await bareMachine();
    await machine.install('go', 'echo "dial tcp: lookup proxy: no such host" >&2; exit 1');
    const logFile = join(machine.servers, 'temporal-cli-1.5.1.build.log');
    const error: unknown = await locateDevServer().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'Server.BuildFailed', details: { logFile, exitCode: 1 } });
    expect(String(error)).toContain('no such host');
    expect(String(error)).toContain(logFile);
    expect(String(error)).toContain('TEMPORAL_ADDRESS');
    expect(await readFile(logFile, 'utf8')).toContain('no such host');
    expect(await readdir(machine.servers)).toEqual(['temporal-cli-1.5.1.build.log']);
  });

  test('ends when the caller gives up', async () => {
    const machine = await bareMachine();
    const builds = join(machine.folder, 'builds');
    await machine.install('go', goThatBuilds('1.5.1', builds, 'exec sleep 60'));
    const controller = new AbortController();
    const located = locateDevServer({ signal: controller.signal });
    const refused = expect(located).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitUntil(() => existsSync(builds));
    controller.abort();
    await refused;
  });
});

test('when nothing works, one message lists everything tried and everything that helps', async () => {
  await bareMachine();
  const error: unknown = await locateDevServer().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'Server.NotFound' });
  const { message } = error as Error;
  for (const place of ['PATH', 'cache', 'download', 'build with Go'])
    expect(message).toMatch(new RegExp(`- ${place}: .+`));
  for (const choice of ['PERDURE_TEMPORAL_CLI', 'TEMPORAL_ADDRESS', 'Install Go', 'docker compose up'])
    expect(message).toContain(choice);
});
