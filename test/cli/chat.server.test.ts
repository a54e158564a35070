import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CliEnd, type CliOptions, perdure } from './fixtures/perdure-cli.js';

const address = process.env['PERDURE_TEST_ADDRESS'] ?? '';
const taskQueue = `cli-chat-${process.pid}`;
const place = ['--address', address, '--task-queue', taskQueue];
const fixture = (name: string): string => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
const unique = (name: string): string => `${name}-${taskQueue}`;
const cli = (words: readonly string[], options?: CliOptions): Promise<CliEnd> => perdure([...words, ...place], options);

interface Worker {
  readonly process: ChildProcess;
  readonly lines: Interface;
}
const workers = new Set<ChildProcess>();
afterAll(() => {
  for (const worker of workers) worker.kill('SIGKILL');
});

async function startWorker(queue: string, env: NodeJS.ProcessEnv = {}): Promise<Worker> {
  const words = [fixture('run-chat-worker.mjs'), JSON.stringify({ address, taskQueue: queue })];
  const child = spawn(process.execPath, words, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  workers.add(child);
  const lines = createInterface({ input: child.stdout });
  await once(lines, 'line');
  return { process: child, lines };
}

const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('perdure chat', () => {
  beforeAll(async () => void (await startWorker(taskQueue)), 60_000);

  test('takes a message per line from standard input and prints the replies, each whole', async () => {
    const id = unique('piped');
    const end = await cli(['chat', 'assistant', '--id', id], { input: 'I am Ada.\n\ncount\nfind tea\n' });
    expect(end).toMatchObject({
      code: 0,
      stdout: 'You said: I am Ada.\nYou have asked 2 times.\nThe tool says: tea is good\n',
    });
    expect(end.stderr).toContain(
      `To come back: perdure chat --address ${address} --task-queue ${taskQueue} assistant --id ${id}`,
    );
  });

  test('comes back to a chat, and ends it', async () => {
    const id = unique('again');
    expect(await cli(['chat', 'assistant', '--id', id, 'I', 'am', 'Ada.'])).toMatchObject({
      code: 0,
      stdout: 'You said: I am Ada.\n',
    });
    const end = await cli(['chat', 'assistant', '--id', id], { input: 'count\n/end\nnever said\n' });
    expect(end).toMatchObject({ code: 0, stdout: 'You have asked 2 times.\n', stderr: `Chat '${id}' has ended.\n` });
    expect(JSON.parse((await cli(['show', id, '--json'])).stdout)).toMatchObject({
      workflow: 'perdure.chat',
      status: 'succeeded',
      end: { result: { agent: 'assistant', reason: 'ended', turns: 2 } },
    });
  });

  test('goes on in new runs without anybody noticing', async () => {
    const id = unique('long');
    const input = `${Array.from({ length: 5 }, (_, index) => `message ${index}`).join('\n')}\ncount\n`;
    const { code, stdout } = await cli(['chat', 'assistant', '--id', id, '--max-events', '12'], { input });
    expect(code).toBe(0);
    expect(stdout.trim().split('\n').at(-1)).toBe('You have asked 6 times.');
    const runs = JSON.parse((await cli(['show', id, '--json'])).stdout) as { events: number };
    expect(runs.events).toBeLessThan(40);
  });

  test('with an agent that does not exist exits with 2 and names those that do', async () => {
    const { code, stderr } = await cli(['chat', 'asistant', 'Hello']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/Agent\.NotFound: There is no agent 'asistant'.*assistant, forgetful/);
  });

  test('refuses an id that is something else', async () => {
    const id = unique('mine');
    await cli(['chat', 'forgetful', '--id', id, 'Hello']);
    const other = await cli(['chat', 'assistant', '--id', id, 'Hello']);
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining(`Chat '${id}' is with agent 'forgetful'`) });
  });

  test('a question that fails exits with 1, and the chat stays', async () => {
    const id = unique('fails');
    const failed = await cli(['chat', 'assistant', '--id', id], { input: 'fail\nnever said\n' });
    expect(failed).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('Model.Quota: no money left'),
    });
    expect(await cli(['chat', 'assistant', '--id', id, 'count'])).toMatchObject({
      stdout: 'You have asked 1 times.\n',
    });
  });

  test('an approval without a terminal exits with 3 and says how to give it', async () => {
    const id = unique('approval');
    const paused = await cli(['chat', 'assistant', '--id', id, 'pay 5']);
    expect(paused.code).toBe(3);
    expect(paused.stdout).toContain(`${id} approve:pay`);
    expect((await cli(['resume', id, 'approve:pay', '{"approved":true}'])).code).toBe(0);
    expect(await cli(['chat', 'assistant', '--id', id, 'count'])).toMatchObject({
      stdout: 'You have asked 2 times.\n',
    });
  });

  test('show and stats say of each model call what it used and what it cost', async () => {
    const id = unique('cost');
    await cli(['chat', 'assistant', '--id', id], { input: `Hello\nbusy ${id}\n/end\n` });
    const usage = { inputTokens: 1_000, outputTokens: 200, cachedTokens: 400, cost: 0.0036 };
    const { steps } = JSON.parse((await cli(['show', id, '--json'])).stdout) as { steps: { kind: string }[] };
    expect(steps.filter(({ kind }) => kind === 'task')).toMatchObject([
      { name: 'assistant', attempts: 1, model: { name: 'scripted/one', turn: 1, phase: 'turn' }, usage },
      { name: 'assistant', attempts: 2, model: { name: 'scripted/one', turn: 1, phase: 'turn' }, usage },
    ]);
    expect((await cli(['show', id])).stdout).toMatch(
      /assistant +succeeded .*scripted\/one · turn 1 +1,000 in \(400 cached\), 200 out, cost 0\.0036$/m,
    );
    const twice = { inputTokens: 2_000, outputTokens: 400, cachedTokens: 800, cost: 0.0072 };
    expect(JSON.parse((await cli(['stats', id, '--json'])).stdout)).toMatchObject({
      agents: [{ agent: 'assistant', model: 'scripted/one', calls: 2, retries: 1, failures: 0, usage: twice }],
      usage: twice,
    });
    expect((await cli(['stats', id])).stdout).toMatch(
      /AGENT +MODEL +CALLS +RETRIES .*COST +TIME\nassistant +scripted\/one +2 +1 +2,000 +800 +400 +0\.0072 /,
    );
  });

  test('--json prints a line for the chat, for each reply and for the end', async () => {
    const { code, stdout } = await cli(['chat', 'assistant', '--id', unique('json'), '--json', 'Hello']);
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toMatchObject([
      { type: 'chat', id: unique('json'), agent: 'assistant', turns: 0, joined: false },
      { type: 'reply', output: 'You said: Hello', agent: 'assistant', turn: 1, usage: { inputTokens: 1_000 } },
      { type: 'end', id: unique('json'), ended: false },
    ]);
    const paused = await cli(['chat', 'assistant', '--json', 'pay 7']);
    expect(jsonLines(paused.stdout)[1]).toMatchObject({ type: 'paused', pauses: [{ id: 'approve:pay' }] });
    const failed = await cli(['chat', 'nobody', '--json', 'Hello']);
    expect(failed.code).toBe(2);
    expect(jsonLines(failed.stdout)).toMatchObject([{ type: 'error', error: { code: 'Agent.NotFound' } }]);
  });
});

test(
  'perdure chat --app runs a worker in the same process, and hears what its agent shows',
  { timeout: 60_000 },
  async () => {
    const queue = ['--address', address, '--task-queue', `${taskQueue}-here`];
    const words = [
      'chat',
      'assistant',
      '--app',
      fixture('chat-app.mjs'),
      '--worker',
      fixture('chat-worker-options.mjs'),
    ];
    const { code, stdout, stderr } = await perdure([...words, ...queue, '--json'], { input: 'find tea\n/end\n' });
    expect([code, stderr]).toEqual([0, '']);
    const lines = jsonLines(stdout);
    const frames = lines.flatMap(({ type, frame }) => (type === 'frame' ? [(frame as { type: string }).type] : []));
    const steps = 'step-start tool-call step-end tool-result step-start step-end';
    expect(frames.filter((type) => type !== 'text-delta').join(' ')).toBe(steps);
    expect(lines.at(-2)).toMatchObject({ type: 'reply', output: 'The tool says: tea is good' });
    expect(lines.at(-1)).toMatchObject({ type: 'end', ended: true });
  },
);

test(
  'a worker that is killed in the middle of an answer costs the chat time, and nothing else',
  { timeout: 120_000 },
  async () => {
    const queue = `${taskQueue}-killed`;
    const first = await startWorker(queue, { HANG: '1' });
    const id = unique('killed');
    const words = ['chat', 'assistant', '--id', id, '--address', address, '--task-queue', queue];
    const talking = perdure(words, { input: 'I am Ada.\nhang\ncount\n' });
    await once(first.lines, 'line');
    first.process.kill('SIGKILL');
    await once(first.process, 'exit');
    await startWorker(queue);
    expect(await talking).toMatchObject({
      code: 0,
      stdout: 'You said: I am Ada.\nNow I answer.\nYou have asked 3 times.\n',
    });
  },
);

test('a queue without a worker is noticed before anybody speaks', { timeout: 60_000 }, async () => {
  const queue = ['--address', address, '--task-queue', `${taskQueue}-nobody`];
  const { code, stderr } = await perdure(['chat', 'assistant', ...queue, 'Hello']);
  expect(code).toBe(1);
  expect(stderr).toContain('Run.NoWorker');
});
