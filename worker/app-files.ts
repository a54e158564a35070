import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PerdureError } from '../src/errors.js';

/** A module of a user's app: a path (from the current folder), a file URL, or a list of them. */
export type AppModules = string | URL | readonly (string | URL)[];

/** TypeScript sources that stand for a compiled file that is not there, as bundlers resolve them. */
const sourceOf: readonly (readonly [string, readonly string[]])[] = [
  ['.js', ['.ts', '.tsx']],
  ['.mjs', ['.mts']],
  ['.cjs', ['.cts']],
];

/**
 * The absolute paths of an app's modules.
 * @throws PerdureError `App.NotFound` naming each file that is missing
 */
export function appFiles(app: AppModules): string[] {
  const modules = typeof app === 'string' || app instanceof URL ? [app] : [...app];
  const found = modules.map((module) => findFile(module instanceof URL ? fileURLToPath(module) : resolve(module)));
  const missing = modules.filter((_, index) => found[index] === undefined).map(String);
  if (missing.length > 0 || modules.length === 0) {
    const what = modules.length === 0 ? 'No module was given' : `Not found: ${missing.join(', ')}`;
    throw new PerdureError({
      code: 'App.NotFound',
      message: `The app cannot be loaded. ${what}. 'app' is the file (or the list of files) that defines your tasks and workflows, relative to the current folder, ${process.cwd()}.`,
      details: { missing },
    });
  }
  return found as string[];
}

function findFile(path: string): string | undefined {
  const candidates = [path, ...sourceOf.flatMap(([from, to]) => (path.endsWith(from) ? to.map(swap(path, from)) : []))];
  return candidates.find(existsSync);
}

function swap(path: string, from: string): (to: string) => string {
  return (to) => path.slice(0, -from.length) + to;
}
