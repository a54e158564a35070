import { fileURLToPath } from 'node:url';
import type { AppModules } from 'perdure/worker';

interface Entry {
  readonly place: string;
}
type Register = Record<string, Map<string, Entry>>;

const holder = globalThis as Record<symbol, unknown>;
const inUse = Symbol.for('perdure.definitions');
const earlier = Symbol.for('perdure.test.definitions');

/** What one test file of this process has defined is nothing to the next, which may use the same names. */
export function forgetDefinitions(): void {
  const shelf = (holder[earlier] ??= new Map<string, Register>()) as Map<string, Register>;
  for (const [kind, name, entry] of entriesOf((holder[inUse] ?? {}) as Register)) {
    const file = entry.place.replace(/:\d+:\d+$/, '');
    if (!shelf.has(file)) shelf.set(file, {});
    put(shelf.get(file)!, kind, name, entry);
  }
  delete holder[inUse];
}

/**
 * What an app defined for an earlier test file. Node evaluates a file once in a process, so that a second test file
 * with the same app would find nothing defined.
 */
export function recallDefinitions(app: AppModules): void {
  const shelf = holder[earlier] as Map<string, Register> | undefined;
  const register = (holder[inUse] ??= {}) as Register;
  for (const one of [app].flat()) {
    const file = one instanceof URL ? fileURLToPath(one) : one;
    for (const [kind, name, entry] of entriesOf(shelf?.get(file) ?? {})) put(register, kind, name, entry);
  }
}

function entriesOf(register: Register): [kind: string, name: string, entry: Entry][] {
  return Object.entries(register).flatMap(([kind, named]) =>
    [...named].map(([name, entry]): [string, string, Entry] => [kind, name, entry]),
  );
}

function put(register: Register, kind: string, name: string, entry: Entry): void {
  (register[kind] ??= new Map()).set(name, entry);
}
