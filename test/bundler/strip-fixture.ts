import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';
import { stripForSandbox, type Stripped } from '../../worker/bundler/strip-for-sandbox.js';

export const fixturesFolder = fileURLToPath(new URL('./fixtures/', import.meta.url));

/** Strips the app file of a fixture; whatever the case, line structure and syntax have to survive. */
export function stripFixture(name: string): Stripped & { readonly lines: readonly string[] } {
  const folder = `${fixturesFolder}${name}/`;
  const file = readdirSync(folder).find((each) => each.startsWith('app.'))!;
  const code = readFileSync(folder + file, 'utf8');
  const stripped = stripForSandbox(code, { file });
  const lines = stripped.code.split('\n');
  if (lines.length !== code.split('\n').length) throw new Error(`${name}: lines moved\n${stripped.code}`);
  const isCommonJs = file.endsWith('.cjs') || name.includes('commonjs');
  if (!stripped.problems.some(({ code: each }) => each === 'Bundle.SyntaxError')) {
    parse(stripped.code, { ecmaVersion: 'latest', sourceType: isCommonJs ? 'script' : 'module', allowHashBang: true });
  }
  return { ...stripped, lines: lines.map((line) => line.trimEnd()) };
}
