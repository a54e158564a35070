import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Files, folders on the way to them, and places that were looked at in vain: as they were when a bundle was made. */
export type BundleInputs = Readonly<Record<string, string>>;

/** Also what makes bundles: this folder, and Temporal's bundler. */
const machinery = [
  ...readdirSync(new URL('.', import.meta.url)).map((name) => fileURLToPath(new URL(name, import.meta.url))),
  createRequire(import.meta.url).resolve('@temporalio/worker/package.json'),
];

/**
 * What decides what a bundle holds, in a form that can be compared later.
 * @param start when its making began, in milliseconds since 1970: nothing may have changed after that
 */
export function recordInputs(paths: Iterable<string>, start: number): BundleInputs | undefined {
  const all = [...new Set([...machinery, ...paths])].sort();
  const isNew = (path: string): boolean => (fileAt(path)?.mtimeMs ?? 0) >= start;
  return all.some(isNew) ? undefined : Object.fromEntries(all.map((path) => [path, stateOf(path)]));
}

/** Whether nothing has changed since. */
export function areUnchanged(inputs: BundleInputs): boolean {
  return Object.entries(inputs).every(([path, state]) => stateOf(path) === state);
}

/** By content: a time stamp may be the same after a change, and differs between copies of the same file. */
function stateOf(path: string): string {
  if (fileAt(path)) return createHash('sha256').update(readFileSync(path)).digest('base64');
  // Of a folder matters only where a link leads; what is in it is asked for by name.
  return statSync(path, { throwIfNoEntry: false }) ? realpathSync(path) : 'none';
}

function fileAt(path: string): Stats | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true ? found : undefined;
}
