import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type CliEnd, perdure } from './fixtures/perdure-cli.js';
import { withWorker } from './fixtures/with-worker.js';

const queue = `cli-graph-${process.pid}`;
const cli = withWorker(queue, fileURLToPath(new URL('./fixtures/graph-app.ts', import.meta.url)));
const unique = (name: string): string => `${name}-${queue}`;
const input = JSON.stringify;

/** A run that waits at its first review. */
async function pausedRun(name: string, workflow = 'write_article', given = '"bees"'): Promise<string> {
  const id = unique(name);
  expect((await cli(['run', workflow, given, '--id', id])).code).toBe(3);
  return id;
}

const answer = (id: string, pause: string, value: string, ...options: readonly string[]): Promise<CliEnd> =>
  cli(['resume', id, pause, input(value), ...options]);

test('graph --run draws an open run with its states and visits', async () => {
  const id = await pausedRun('open');
  const { stdout } = await cli(['graph', 'article', '--run', id]);
  expect(stdout).toMatch(new RegExp(`^run ${id}: running\ngraph article\n`));
  for (const box of ['✓ ▶ topic', '✓ write', '● review', '◌ again ↺', '◌ print ■', '◌ repair ■'])
    expect(stdout).toContain(`│ ${box} │`);
  expect(stdout).toContain('! print -> repair: failed\n↺ again -> write: at most 3 visits\n');
  expect((await answer(id, 'review', 'shorter')).code).toBe(0);
  await expect
    .poll(async () => (await cli(['graph', 'article', '--run', id])).stdout, { timeout: 20_000 })
    .toContain('● review ×2');
  await cli(['cancel', id]);
});

test('graph --run draws a run that has ended, and says why nodes were skipped', async () => {
  const id = await pausedRun('ended');
  expect((await answer(id, 'review', '', '--wait')).code).toBe(0);
  const { stdout, code } = await cli(['graph', 'article', '--run', id]);
  expect(code).toBe(0);
  for (const part of [`run ${id}: succeeded`, '✓ print', '– again', '– repair']) expect(stdout).toContain(part);
  expect(stdout).toContain("– again: the condition of edge 'review' -> 'again' did not hold");
  expect(stdout).toContain("– repair: edge 'print' -> 'repair' waits for a failure, but 'print' succeeded");
  const mermaid = await cli(['graph', 'article', '--run', id, '--mermaid']);
  expect(mermaid.stdout).toMatch(/^flowchart TD\n[\s\S]*class n0,n1,n2,n4 succeeded/);
});

test('graph --run --json is the graph with its states', async () => {
  const id = await pausedRun('facts', 'write_article', '"a jam"');
  expect((await answer(id, 'review', 'again')).code).toBe(0);
  expect((await answer(id, 'review#2', '', '--wait')).code).toBe(0);
  const { stdout } = await cli(['graph', 'article', '--run', id, '--json']);
  const view = JSON.parse(stdout) as { nodes: readonly { name: string; state: string; visits: number }[] };
  expect(view).toMatchObject({ id: 'article', name: 'article', status: 'succeeded', starts: ['topic'] });
  expect(view.nodes.map(({ name, state, visits }) => `${name} ${state} ${visits}`)).toEqual([
    'topic succeeded 1',
    'write succeeded 2',
    'review succeeded 2',
    'again skipped 1',
    'print failed 1',
    'repair succeeded 1',
  ]);
});

test('a graph that ran twice is drawn by number, and all of a run without a name', async () => {
  const id = await pausedRun('two', 'write_two', input(['bees', 'ants']));
  expect((await answer(id, 'review', '')).code).toBe(0);
  await expect.poll(async () => (await cli(['pauses', id])).stdout, { timeout: 20_000 }).toContain('review#2');
  const first = await cli(['graph', 'article', '--run', id]);
  expect(first.stdout).toContain(`run ${id}: succeeded\ngraph article\n`);
  expect(first.stderr).toContain('article#2 (running)');
  const second = await cli(['graph', 'article#2', '--run', id]);
  expect(second.stdout).toContain(`run ${id}: running\ngraph article#2\n`);
  const all = JSON.parse((await cli(['graph', '--run', id, '--json'])).stdout) as { id: string }[];
  expect(all.map((view) => view.id)).toEqual(['article', 'article#2']);
  await cli(['cancel', id]);
});

test('graph --run of a name that the run has not run exits with 2 and lists what it has', async () => {
  const id = await pausedRun('misspelt');
  const { code, stderr } = await cli(['graph', 'artikel', '--run', id]);
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining(`Graph.NotFound: Run '${id}' has run no graph 'artikel'. It has run: article.`),
  ]);
  await cli(['cancel', id]);
  const none = unique('plain');
  await cli(['run', 'plain', '--id', none]);
  expect((await cli(['graph', '--run', none])).stderr).toContain('It has run none so far.');
});

test('graph --run of an unknown run, and of one whose worker is not there, say so', async () => {
  expect((await cli(['graph', '--run', 'nobody'])).stderr).toContain("Run.NotFound: There is no run 'nobody'");
  const id = unique('alone');
  const elsewhere = ['--address', process.env['PERDURE_TEST_ADDRESS'] ?? '', '--task-queue', `${queue}-none`];
  await perdure(['run', 'write_article', '"bees"', '--detach', '--id', id, ...elsewhere]);
  const { code, stderr } = await cli(['graph', '--run', id]);
  expect(code).toBe(1);
  expect(stderr).toContain(`Run.NoWorker: Run '${id}' cannot tell the state of its graphs`);
  expect(stderr).toContain(`perdure dev --task-queue ${queue}-none`);
  await cli(['cancel', id, '--force']);
});
