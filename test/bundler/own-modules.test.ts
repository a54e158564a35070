import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, type Token } from 'acorn';
import { describe, expect, test } from 'vitest';
import { createOwnModules } from '../../worker/bundler/own-modules.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const own = createOwnModules(root);
const files = ['src', 'workflows'].flatMap((room) =>
  readdirSync(join(root, 'dist', room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(root, 'dist', room, name)),
);

describe("the library's own modules in a bundle", () => {
  test('say the same, line by line, without comments', () => {
    expect(files.length).toBeGreaterThan(50);
    for (const file of files) {
      const source = readFileSync(file, 'utf8');
      const slim = own.slim(source, file)!;
      expect(partsOf(slim), file).toEqual({ ...partsOf(source), comments: 0 });
    }
  });

  test('keep the text of templates and of patterns as it is', () => {
    const file = join(root, 'dist', 'src', 'any.js');
    const source =
      'const a = `x  /* no comment */\n    y ${ 1 /* one */ } `;\n    const b = /\\/\\* {2}/; // two\nlet c = 1\n/* 3\n*/ let d';
    expect(own.slim(source, file)).toBe(
      'const a = `x  /* no comment */\n    y ${ 1 } `;\nconst b = /\\/\\* {2}/;\nlet c = 1\n\nlet d',
    );
  });

  test('leave the modules of others alone', () => {
    expect(own.slim('/* kept */ 1;', join(root, 'node_modules', 'ms', 'index.js'))).toBeUndefined();
    expect(own.isPortable(join(root, 'dist', 'workflows', 'index.js'))).toBe(false);
  });

  test('do without what only plain Node needs', () => {
    const runtime = join(root, 'dist', 'src', 'runtime.js');
    expect(own.insteadOf('./direct/scope.js', runtime)).toMatch(/perdure-outside/);
    expect(own.insteadOf('./errors.js', runtime)).toBeUndefined();
    expect(own.insteadOf('./direct/scope.js', join(root, 'examples', 'src', 'app.js'))).toBeUndefined();
  });
});

function partsOf(source: string): { tokens: string[]; comments: number } {
  const tokens: Token[] = [];
  let comments = 0;
  parse(source, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    locations: true,
    onToken: tokens,
    onComment: () => (comments += 1),
  });
  return { tokens: tokens.map(({ start, end, loc }) => `${loc!.start.line}: ${source.slice(start, end)}`), comments };
}
