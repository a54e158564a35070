import { builtinModules } from 'node:module';
import { nodeOnlyPackages } from './node-only-packages.js';

const everything = '*';

/** Builtins Temporal's sandbox has a version of, with the names to be found there; the rest of Node is absent. */
const sandboxBuiltins: ReadonlyMap<string, readonly string[]> = new Map([
  ['assert', [everything]],
  ['assert/strict', [everything]],
  ['url', ['URL', 'URLSearchParams']],
  ['util', ['TextDecoder', 'TextEncoder']],
]);

const builtins: ReadonlySet<string> = new Set(builtinModules.filter((name) => !sandboxBuiltins.has(name)));

/** `node:util` is `util` for Temporal, which only knows the bare name. */
export function toBareBuiltin(specifier: string): string | undefined {
  const bare = specifier.startsWith('node:') ? specifier.slice('node:'.length) : specifier;
  return sandboxBuiltins.has(bare) ? bare : undefined;
}

/** What the sandbox has of a builtin; nothing unless it has some part of it only. */
export function partsInSandbox(specifier: string): readonly string[] | undefined {
  const names = sandboxBuiltins.get(toBareBuiltin(specifier) ?? '');
  return names?.includes(everything) ? undefined : names;
}

export function isNodeBuiltin(specifier: string): boolean {
  if (toBareBuiltin(specifier) !== undefined) return false;
  return specifier.startsWith('node:') || builtins.has(specifier);
}

/** `@scope/name/deep/file` → `@scope/name`; a path or a scheme is no package. */
export function packageOf(specifier: string): string | undefined {
  if (/^[./#]|^[a-z]:[\\/]|^[a-z-]+:/i.test(specifier)) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Whether an import can never work in the sandbox. `alsoNodeOnly` is the user's own addition to the table. */
export function isNodeOnlyModule(specifier: string, alsoNodeOnly: readonly string[] = []): boolean {
  if (isNodeBuiltin(specifier) || specifier.endsWith('.node')) return true;
  const name = packageOf(specifier);
  if (name === undefined) return false;
  const door = specifier.split('/').slice(0, 2).join('/');
  const candidates = [name, door, `${name.split('/', 1)[0]}/*`];
  return candidates.some((each) => nodeOnlyPackages.has(each) || alsoNodeOnly.includes(each));
}
