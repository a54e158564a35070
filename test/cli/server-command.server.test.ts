import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { perdure, start } from './fixtures/perdure-cli.js';
import { temporaryFolder } from './fixtures/project.js';

const patience = 120_000;

async function takenPort(): Promise<number> {
  const other = createServer((socket) => socket.on('error', () => {}).end('hello')).listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  return (other.address() as AddressInfo).port;
}

test(
  'a detached server is found by every command of its folder, refused a second time, and stopped',
  async () => {
    const cwd = await temporaryFolder();
    const cli = (...words: string[]): ReturnType<typeof perdure> => perdure(words, { cwd });
    onTestFinished(async () => void (await cli('server', 'stop')));
    const started = await cli('server', 'start', '--detach', '--memory', '--json');
    expect(started.code).toBe(0);
    const { address } = JSON.parse(started.stdout) as { address: string };
    expect(JSON.parse((await cli('server', 'where', '--json')).stdout)).toMatchObject({
      running: { address, db: null },
    });
    expect(await cli('list')).toMatchObject({ code: 0, stdout: 'No runs.\n' });
    const second = await cli('server', 'start');
    expect(second).toMatchObject({ code: 1, stderr: expect.stringContaining(`Server.AlreadyRunning`) });
    expect((await cli('server', 'stop')).stdout).toBe(`Stopped the server at ${address}.\n`);
    expect((await cli('server', 'stop')).stdout).toBe('No server of this folder runs.\n');
  },
  patience,
);

test(
  'a server in the foreground prints its address and ends with Ctrl-C',
  async () => {
    const cwd = await temporaryFolder();
    const server = start(['server', 'start', '--memory'], { cwd });
    const line = await server.line(/Server +127\.0\.0\.1:\d+/);
    await server.line(/Web UI +http:/);
    const address = /127\.0\.0\.1:\d+/.exec(line)?.[0] ?? '';
    expect((await perdure(['list', '--address', address], { cwd })).code).toBe(0);
    expect(await server.interrupt()).toBe(0);
    expect((await perdure(['list', '--address', address], { cwd })).code).toBe(5);
  },
  patience,
);

test(
  'a port that was asked for and is taken exits with 5 and says what to do',
  async () => {
    const port = await takenPort();
    const cwd = await temporaryFolder();
    for (const words of [
      ['--port', String(port)],
      ['--ui-port', String(port)],
    ]) {
      const { code, stderr } = await perdure(['server', 'start', '--memory', ...words], { cwd });
      expect(code).toBe(5);
      expect(stderr).toMatch(new RegExp(`Server\\.PortTaken: Port ${port} is taken.*${words[0]}`));
    }
  },
  patience,
);

test('version prints the version of the server that is used', async () => {
  const { code, stdout } = await perdure(['server', 'version']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\S.*\n$/);
});

test('wrong usage of the server command exits with 2', async () => {
  for (const words of [
    ['server'],
    ['server', 'begin'],
    ['server', 'start', '--port', '0'],
    ['server', 'start', '--memory', '--db', 'x'],
  ]) {
    expect((await perdure(words)).code, words.join(' ')).toBe(2);
  }
});
