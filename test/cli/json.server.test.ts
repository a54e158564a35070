import { expect, test } from 'vitest';
import { commandList } from '../../cli/command-list.js';
import { type LongCommand, perdure, start } from './fixtures/perdure-cli.js';
import { createProject, temporaryFolder } from './fixtures/project.js';
import { fixtureApp, withWorker } from './fixtures/with-worker.js';

const queue = `cli-json-${process.pid}`;
const cli = withWorker(queue);
const unique = (name: string): string => `${name}-${queue}`;
const nobody = ['--address', '127.0.0.1:9'];

/** Standard output as the one document it must be. */
async function document(words: readonly string[], cwd?: string): Promise<unknown> {
  const { stdout } = await perdure([...words, '--json'], { cwd });
  return JSON.parse(stdout);
}

const nested = {
  server: ['start', 'stop', 'where', 'version'],
  schedule: ['create', 'list', 'show', 'pause', 'resume', 'trigger', 'delete'],
  codec: ['key', 'serve'],
};
const commands = [
  ...commandList.map(({ name }) => name),
  ...Object.entries(nested).flatMap(([name, parts]) => parts.map((part) => `${name} ${part}`)),
];

test.each(commands)('%s --json --help is one document with the help', async (command) => {
  const { help } = (await document([...command.split(' '), '--help'])) as { readonly help: string };
  expect(help).toContain(`perdure ${command}`);
});

test.each(commands)('%s --json with an unknown option is one document with the error', async (command) => {
  const { code, stdout, stderr } = await perdure([...command.split(' '), '--nope', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'Usage.Invalid' } });
  expect([code, stderr]).toEqual([2, expect.stringContaining('error:')]);
});

test('the version, a missing command and an unknown one are documents too', async () => {
  expect(await document(['--version'])).toEqual({ version: expect.stringMatching(/^\d+\./) });
  expect(await document([])).toMatchObject({ error: { code: 'Usage.Invalid', message: 'A command is missing.' } });
  expect(await document(['nope'])).toMatchObject({ error: { message: expect.stringContaining("'nope'") } });
});

test('commands that need a server print the error as a document where there is none', async () => {
  const needy = [
    'run hello',
    'list',
    'pauses',
    'show x',
    'cancel x',
    'resume x y z',
    'rerun x',
    'stats x',
    'schedule list',
    'schedule show x',
  ];
  for (const words of needy) {
    const { code, stdout } = await perdure([...words.split(' '), ...nobody, '--json']);
    expect([code, JSON.parse(stdout)], words).toEqual([
      5,
      { error: expect.objectContaining({ code: 'Server.NotReachable' }) },
    ]);
  }
});

test('each command that looks at runs or changes them answers with one document', async () => {
  const id = unique('life');
  const json = async (...words: string[]): Promise<unknown> => JSON.parse((await cli([...words, '--json'])).stdout);
  expect(await json('run', 'review', 'draft', '--id', id)).toMatchObject({ status: 'paused' });
  expect(await json('pauses', id)).toHaveLength(1);
  expect(await json('show', id)).toMatchObject({ id, status: 'paused', rerunOf: null });
  expect(await json('stats', id)).toMatchObject({ id, steps: expect.any(Array) });
  expect(await json('resume', id, 'human_review', '1')).toMatchObject({ error: { code: 'Pause.InvalidAnswer' } });
  expect(await json('resume', id, 'human_review', '{"approved":true}')).toMatchObject({ status: 'answered' });
  expect(await json('rerun', id, '--from', 'nothing')).toMatchObject({ error: { code: 'Step.NotFound' } });
  await expect.poll(() => json('show', id), { timeout: 20_000 }).toMatchObject({ status: 'succeeded' });
  expect(await json('rerun', id, '--from', 'human_review')).toMatchObject({ id, from: { name: 'human_review' } });
  expect(await json('cancel', id)).toMatchObject({ status: 'cancel-requested' });
  expect(await json('list', '--limit', '1')).toHaveLength(1);
  expect(await json('stats', '--workflow', 'review', '--limit', '2')).toMatchObject({ workflow: 'review' });
  expect(await json('doctor')).toMatchObject({ healthy: true });
});

test('each command that needs no run answers with one document', async () => {
  const cwd = await createProject({
    'app.mjs': `import { Graph, task } from 'perdure';
const one = task('one', async () => 1);
export const g = new Graph('g').addNode('a', one).startWith('a').endWith('a');`,
  });
  expect(await document(['check'], cwd)).toMatchObject({ problems: [] });
  expect(await document(['graph', 'g'], cwd)).toMatchObject({ name: 'g' });
  expect(await document(['graph', 'h'], cwd)).toMatchObject({ error: { code: 'Graph.NotFound' } });
  expect(await document(['server', 'stop'], cwd)).toEqual({ stopped: null });
  expect(await document(['server', 'where'], cwd)).toMatchObject({ running: null });
  expect(await document(['server', 'version'], cwd)).toMatchObject({ version: expect.any(String) });
  expect(await document(['codec', 'key'], cwd)).toEqual(expect.any(Object));
  expect(await document(['replay', 'nothing.json', '--app', 'app.mjs'], cwd)).toMatchObject({
    error: expect.any(Object),
  });
  expect(await document(['init', 'new'], await temporaryFolder())).toMatchObject({ folder: 'new' });
});

test('dev says where it is in one document and nothing more, also when it ends', async () => {
  const place = ['--address', process.env['PERDURE_TEST_ADDRESS'] ?? '', '--task-queue', unique('dev')];
  const dev: LongCommand = start(['dev', ...place, '--app', fixtureApp, '--json']);
  await dev.line(/^\}$/);
  await dev.interrupt();
  expect(JSON.parse(dev.said())).toMatchObject({ taskQueue: unique('dev') });
});
