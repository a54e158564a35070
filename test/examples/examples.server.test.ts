import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

// The compiled programs, as a user would run them: `npm test` has built them, and bundling is part of the story.
const built = join(process.cwd(), 'dist');
const stories = readdirSync('examples').filter((name) => existsSync(join('examples', name, 'main.ts')));
const programs = [
  ...stories.map((name) => `examples/${name}/main.js`),
  'test/examples/stock-worker.js',
  'test/examples/side-by-side.js',
];

async function runProgram(program: string): Promise<{ code: unknown; output: string }> {
  const env = { ...process.env, TEMPORAL_ADDRESS: process.env['PERDURE_TEST_ADDRESS'] };
  const child = spawn(process.execPath, [join(built, program)], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code, output: `${out}\n${error}` };
}

test('the stories are there', () => {
  expect(stories.length).toBeGreaterThanOrEqual(7);
});

// Two halves side by side: each program bundles, unless its bundle is kept, and waits in turn.
const halves = [0, 1].map((half) => {
  const part = programs.filter((_, index) => index % 2 === half);
  return { part, title: part.map((program) => program.replace(/^.*examples\/|(\/main)?\.js$/g, '')).join(', ') };
});

test.concurrent.each(halves)(
  'run to the end: $title',
  // Each program may have to bundle first, on a busy machine.
  { timeout: 40_000 * Math.ceil(programs.length / 2) },
  async ({ part }) => {
    for (const program of part) {
      const { code, output } = await runProgram(program);
      expect(code, `${program}\n${output}`).toBe(0);
    }
  },
);
