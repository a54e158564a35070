import { expect, test } from 'vitest';
import { eventually } from '../flux/open-app.js';
import { address, connected } from './connected.js';
import { startWorker, type WorkerProcess } from './start-worker.js';

const app = connected();

interface Line extends Record<string, unknown> {
  readonly message: string;
  readonly source: string;
}

const parsed = ({ lines }: WorkerProcess): Line[] => lines.map((line) => JSON.parse(line) as Line);

async function talk(logging: object, options: object = {}): Promise<{ worker: WorkerProcess; id: string }> {
  const taskQueue = `logs-${JSON.stringify(logging)}-${JSON.stringify(options)}`;
  const worker = await startWorker({ address, taskQueue, readLines: true, logging, ...options });
  const run = await app().start('talk', 7, { taskQueue });
  expect(await run.result()).toBe(2);
  await eventually(async () => worker.lines.some((line) => line.includes('A run ends.')), true);
  await worker.stop();
  return { worker, id: run.id };
}

test('each line is JSON with time, level, run, step and attempt, and the fields that were given', async () => {
  const { worker, id } = await talk({});
  const { runId } = await app().run(id).describe();
  const ofTheApp = parsed(worker).filter(({ message }) => /^(A run|Calling)/.test(message));
  const run = { workflow: 'talk', workflowId: id, runId };
  const body = { source: 'task', level: 'info', message: 'Calling the shop.', task: 'tell', order: 7, level_: 'mine' };
  expect(ofTheApp).toMatchObject([
    { source: 'workflow', level: 'info', message: 'A run begins.', order: 7, ...run },
    { ...body, attempt: 1, ...run },
    { ...body, attempt: 2, ...run },
    { source: 'workflow', level: 'warn', message: 'A run ends.', attempts: 2, ...run },
  ]);
  for (const { time } of ofTheApp) expect(new Date(String(time)).toISOString()).toBe(time);
  expect(ofTheApp[1]).not.toHaveProperty('taskToken');
  expect(parsed(worker).some(({ source }) => source === 'worker')).toBe(true);
});

test('a failed attempt is told with its error, and no line shows a secret', async () => {
  const { worker } = await talk({ level: 'debug' });
  const failed = parsed(worker).find(({ message }) => message.startsWith('Activity failed'));
  expect(failed).toMatchObject({ task: 'tell', attempt: 1, error: { message: expect.stringContaining('refused') } });
  expect(worker.lines.filter((line) => line.includes('sk-live-4711'))).toEqual([]);
  expect(parsed(worker).map(({ message }) => message)).toContain('Too fine.');
});

test('what workflow code logs is not said again on replay', async () => {
  const { worker } = await talk({}, { maxCachedWorkflows: 0 });
  const messages = parsed(worker).map(({ message }) => message);
  expect(messages.filter((message) => message === 'A run begins.')).toHaveLength(1);
  expect(messages.filter((message) => message === 'A run ends.')).toHaveLength(1);
});

test('text for people has time, level, run and step before the message', async () => {
  const { worker, id } = await talk({ format: 'text', level: 'warn' });
  const time = String.raw`\d{4}-\d\d-\d\dT\S+Z`;
  expect(worker.lines.at(-1)).toMatch(
    new RegExp(String.raw`^${time} warn  \[talk ${id}\] A run ends\. \{"attempts":2\}$`),
  );
  expect(worker.lines.filter((line) => line.includes(' info '))).toEqual([]);
});

test('an option that does not exist is refused', async () => {
  const start = (logging: object): Promise<unknown> => startWorker({ address, taskQueue: 'none', logging });
  await expect(start({ level: 'loud' })).rejects.toMatchObject({ code: 'Worker.InvalidOptions' });
  await expect(start({ format: 'xml' })).rejects.toMatchObject({ code: 'Worker.InvalidOptions' });
});
