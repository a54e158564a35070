import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PerdureError } from 'perdure';
import { afterAll, expect, test } from 'vitest';
import { readBundleFile, writeBundleFile } from '../../worker/bundle-file.js';

const folder = mkdtempSync(join(tmpdir(), 'perdure-bundle-'));
afterAll(() => rmSync(folder, { recursive: true }));

const code = 'var __TEMPORAL__ = {};\n//# sourceMappingURL=data:…';

function written(name: string): string {
  const path = join(folder, 'deep', name);
  writeBundleFile(path, code);
  return path;
}

/** The error of reading a file after it has been edited. */
function afterEdit(name: string, edit: (text: string) => string): PerdureError | undefined {
  const path = written(name);
  writeFileSync(path, edit(readFileSync(path, 'utf8')));
  try {
    readBundleFile(path);
    return undefined;
  } catch (error) {
    return PerdureError.is(error) ? error : undefined;
  }
}

test('what was written is read, by path and by URL, and the same code has the same digest', () => {
  const path = written('good.js');
  expect(readBundleFile(path)).toEqual({ code });
  expect(readBundleFile(pathToFileURL(path))).toEqual({ code });
  expect(writeBundleFile(path, code)).toMatchObject({ digest: writeBundleFile(path, code).digest });
});

test.each(['perdure', 'sdk'])('a bundle of another version is refused with both versions: %s', (part) => {
  const error = afterEdit('old.js', (text) => text.replace(new RegExp(`"${part}":"[^"]*"`), `"${part}":"0.0.1"`));
  expect(error).toMatchObject({ code: 'Bundle.WrongVersion', details: { made: { [part]: '0.0.1' } } });
  expect(error?.message).toMatch(/0\.0\.1.*perdure build/s);
});

test('a bundle that only another Node has made is taken', () => {
  expect(afterEdit('node.js', (text) => text.replace(/"node":"[^"]*"/, '"node":"99.0.0"'))).toBeUndefined();
});

test.each<[string, (text: string) => string]>([
  ['a foreign file', () => 'module.exports = {};'],
  ['an empty file', () => ''],
  ['a broken header', (text) => text.replace('{"perdure"', '{perdure')],
  ['a file that was cut', (text) => text.slice(0, -5)],
])('refused: %s', (_, edit) => {
  expect(afterEdit('foreign.js', edit)).toMatchObject({ code: 'Bundle.NotOurs' });
});

test('a file that is not there is named, with the command that makes it', () => {
  expect(() => readBundleFile(join(folder, 'nowhere.js'))).toThrow(/nowhere\.js.*perdure build/s);
});
