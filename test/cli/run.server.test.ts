import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { perdure } from './fixtures/perdure-cli.js';
import { withWorker } from './fixtures/with-worker.js';

const queue = `cli-run-${process.pid}`;
const cli = withWorker(queue);
const unique = (name: string): string => `${name}-${queue}`;

test('a text result is printed as it is, and nothing else', async () => {
  expect(await cli(['run', 'hello', 'Ada'])).toEqual({ code: 0, stdout: 'Hello, Ada\n', stderr: '' });
});

test('JSON goes in and comes out as JSON', async () => {
  const { code, stdout } = await cli(['run', 'echo', '{"a":[1,null,"x"]}']);
  expect([code, JSON.parse(stdout)]).toEqual([0, { a: [1, null, 'x'] }]);
});

test('a dash reads the input from standard input', async () => {
  expect(await cli(['run', 'hello', '-'], { input: 'Grace\n' })).toMatchObject({ code: 0, stdout: 'Hello, Grace\n' });
});

test('a run without a result prints nothing', async () => {
  expect(await cli(['run', 'nothing'])).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('--json prints one document with the result', async () => {
  const { code, stdout } = await cli(['run', 'hello', 'Ada', '--json', '--id', unique('json')]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    id: unique('json'),
    workflow: 'hello',
    status: 'succeeded',
    result: 'Hello, Ada',
  });
});

test('a failing run exits with 1 and says the code, the message and where to look', async () => {
  const { code, stdout, stderr } = await cli(['run', 'pay', '5', '--id', unique('pay')]);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('Card.Declined: the card was declined for 5');
  expect(stderr).toContain(`perdure show ${unique('pay')}`);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('--debug adds the stack', async () => {
  expect((await cli(['run', 'pay', '5', '--debug'])).stderr).toMatch(/\n\s+at /);
});

test('a failing run with --json is one document too', async () => {
  const { code, stdout } = await cli(['run', 'pay', '5', '--json']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ status: 'failed', error: { code: 'Card.Declined' } });
});

test('an unknown workflow exits with 2 and names those that exist', async () => {
  const { code, stderr } = await cli(['run', 'helo', 'Ada']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/Workflow\.NotFound: .*'helo'.*hello/);
});

test('broken JSON exits with 2 before anything starts', async () => {
  const { code, stderr } = await cli(['run', 'echo', '{"a": tru', '--id', unique('broken')]);
  expect(code).toBe(2);
  expect(stderr).toContain('Usage.InvalidJson: The input is not valid JSON');
  expect((await cli(['show', unique('broken')])).stderr).toContain('Run.NotFound');
});

test('wrong options and choices exit with 2', async () => {
  for (const words of [['run'], ['run', 'hello', '--nope'], ['run', 'hello', '--id-reuse', 'sometimes'], ['nope']]) {
    expect((await cli(words)).code, words.join(' ')).toBe(2);
  }
});

test('F-52 a run that pauses without a terminal shows prompt, data and the exact resume command, and exits with 3', async () => {
  const id = unique('paused');
  const { code, stdout } = await cli(['run', 'review', 'draft', '--id', id]);
  expect(code).toBe(3);
  expect(stdout).toContain(`Run '${id}' is paused`);
  expect(stdout).toContain('Is it good enough?');
  expect(stdout).toContain('Hello, draft');
  const command = /perdure (resume .*)$/m.exec(stdout)?.[1] ?? '';
  expect(command).toContain(`${id} human_review '{"approved":true}'`);
  // The command line as a shell would take it apart.
  const words = [...command.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word);
  expect(await perdure([...words, '--wait'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('"approved": true'),
  });
});

test('F-52 the pause of a child run ends the wait for its parent', async () => {
  const { code, stdout } = await cli(['run', 'parent', '--json']);
  expect(code).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ status: 'paused', pauses: [{ id: 'human_review', workflow: 'review' }] });
});

test('--detach only starts', async () => {
  const { code, stdout } = await cli(['run', 'busy', '--detach', '--id', unique('detached')]);
  expect(code).toBe(0);
  expect(stdout).toContain(unique('detached'));
  const cancelled = await cli(['cancel', unique('detached'), '--wait']);
  expect(cancelled.code).toBe(4);
  expect(cancelled.stderr).toContain('Run.Cancelled');
});

test('--timeout gives up waiting and leaves the run alone', async () => {
  const { code, stderr } = await cli(['run', 'busy', '--timeout', '500ms', '--id', unique('patient')]);
  expect(code).toBe(1);
  expect(stderr).toContain('Run.WaitTimedOut');
  expect(JSON.parse((await cli(['show', unique('patient'), '--json'])).stdout)).toMatchObject({ status: 'running' });
});

test('an id that is taken is refused, unless the open run is to be joined', async () => {
  const words = ['run', 'busy', '--detach', '--id', unique('taken')];
  expect((await cli(words)).code).toBe(0);
  expect(await cli(words)).toMatchObject({ code: 1, stderr: expect.stringContaining('Run.AlreadyStarted') });
  expect((await cli([...words, '--id-reuse', 'join'])).code).toBe(0);
});

test('a queue without a worker is noticed, and the run stays', async () => {
  const place = ['--address', process.env['PERDURE_TEST_ADDRESS'] ?? '', '--task-queue', unique('nobody')];
  const { code, stderr } = await perdure(['run', 'hello', 'Ada', '--id', unique('alone'), ...place]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/Run\.NoWorker: .*perdure dev --task-queue/);
  expect(JSON.parse((await cli(['list', '--json', '--status', 'running'])).stdout)).toContainEqual(
    expect.objectContaining({ id: unique('alone') }),
  );
});

test('no server exits with 5 at once and says how to get one', async () => {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  listener.close();
  const begin = performance.now();
  const { code, stderr } = await perdure(['run', 'hello', '--address', `127.0.0.1:${port}`]);
  expect(code).toBe(5);
  expect(stderr).toMatch(/Server\.NotReachable: .*perdure server start/);
  // The gRPC client alone would try for five seconds.
  expect(performance.now() - begin).toBeLessThan(5_000);
});
