import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';

import { expect, test, vi } from 'vitest';

import { locateTimeSkippingServer } from '../../../cli/server/index.js';
import { bareMachine, type BareMachine } from './fixtures/bare-machine.js';

const java17 = 'if [ "$1" = -version ]; then echo \'openjdk version "17.0.15" 2025-04-15\' >&2; else echo "$@"; fi';
const mavenThatCopies = `
for argument in "$@"; do case "$argument" in -DoutputDirectory=*) folder="\${argument#*=}";; esac; done
grep -q '<version>1.32.0</version>' pom.xml && touch "$folder/temporal-test-server-1.32.0.jar"`;

async function machineWith(programs: Readonly<Record<string, string>>): Promise<BareMachine> {
  const machine = await bareMachine();
  for (const [name, script] of Object.entries(programs)) await machine.install(name, script);
  return machine;
}

test('Maven fetches it once, and the script starts Java with the arguments given', async () => {
  const machine = await machineWith({ java: java17, mvn: mavenThatCopies });
  const first = await locateTimeSkippingServer();
  expect(first).toMatchObject({ how: 'maven', version: '1.32.0' });
  expect(await locateTimeSkippingServer()).toEqual({ ...first, how: 'cache' });
  expect(await readdir(machine.servers)).toEqual(['temporal-test-server-1.32.0']);
  const started = execFileSync(first.path, ['7233', '--enable-time-skipping'], { encoding: 'utf8' });
  expect(started).toMatch(
    /-cp \S+\/temporal-test-server-1\.32\.0\/\* io\.temporal\.testserver\.TestServer 7233 --enable-time-skipping\n$/,
  );
});

test('a server named by the environment is used as it is', async () => {
  const machine = await bareMachine();
  const path = await machine.install('my-server', '');
  vi.stubEnv('PERDURE_TEST_SERVER', path);
  expect(await locateTimeSkippingServer()).toEqual({ path, how: 'option', version: 'unknown' });
});

test.each([
  ['no Java', { mvn: mavenThatCopies }, 'no `java` on PATH'],
  ['a Java that is too old', { java: 'echo \'java version "1.8.0_391"\' >&2' }, 'is Java 8, at least 11 is needed'],
  ['no Maven', { java: java17 }, 'no `mvn` on PATH'],
  ['a Maven that fails', { java: java17, mvn: 'echo "[ERROR] Unknown host"; exit 1' }, '[ERROR] Unknown host'],
])('with %s the message says so and names the choices', async (_case, programs, outcome) => {
  await machineWith(programs);
  const error: unknown = await locateTimeSkippingServer().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'Server.NotFound' });
  expect(String(error)).toContain(outcome);
  expect(String(error)).toContain('PERDURE_TEST_SERVER');
});
