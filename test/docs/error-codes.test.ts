import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const rooms = ['src', 'workflows', 'activities', 'codec', 'telemetry', 'worker', 'client', 'cli', 'testing'];
/** Sorts codes into exit codes and throws none of them. */
const onlySorts = 'cli/exit-code.ts';

const withoutComments = (source: string): string =>
  source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');

/** Every `'Noun.WhatHappened'` in the sources, with a file that has it. */
function codesInSources(): Map<string, string> {
  const files = rooms.flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.c?ts$/.test(file) && !file.includes('node_modules'))
      .map((file) => join(room, file)),
  );
  const found = new Map<string, string>();
  for (const file of files.filter((each) => each !== onlySorts)) {
    const text = withoutComments(readFileSync(file, 'utf8'));
    for (const [, code] of text.matchAll(/'([A-Z][A-Za-z]+\.[A-Z][A-Za-z]+)'/g)) found.set(code as string, file);
    for (const [, code] of text.matchAll(/new PerdureError\(\{\s*code: '([^']+)'/g)) found.set(code as string, file);
  }
  return found;
}

function codesInDocument(): string[] {
  return [...readFileSync('docs/errors.md', 'utf8').matchAll(/^\| `([A-Za-z]+\.[A-Za-z]+)` +\|/gm)].map(
    ([, code]) => code as string,
  );
}

describe('docs/errors.md', () => {
  const inSources = codesInSources();
  const documented = codesInDocument();

  test('codes were found on both sides', () => {
    expect(inSources.size).toBeGreaterThan(40);
    expect(documented.length).toBeGreaterThan(40);
  });

  test('lists every code that can be met', () => {
    expect([...inSources].filter(([code]) => !documented.includes(code))).toEqual([]);
  });

  test('lists nothing that does not exist, and nothing twice', () => {
    expect(documented.filter((code) => !inSources.has(code))).toEqual([]);
    expect(documented.filter((code, index) => documented.indexOf(code) !== index)).toEqual([]);
  });

  test('every code has the form Noun.WhatHappened', () => {
    expect([...inSources.keys()].filter((code) => !/^[A-Z][A-Za-z]+\.[A-Z][A-Za-z]+$/.test(code))).toEqual([]);
  });
});
