import { PerdureError } from '../errors.js';
import { inSandbox } from '../runtime.js';
import { callerPlace } from './place.js';

/** Kinds that share one space of names share it in history: a task's and an agent's name are both activity types. */
export type DefinitionKind = 'task' | 'agent' | 'workflow' | 'graph' | 'mcp';

const sharing: Partial<Record<DefinitionKind, DefinitionKind>> = { task: 'agent', agent: 'task' };

interface Entry {
  readonly definition: unknown;
  readonly place: string;
}

// A registered symbol, so that all copies of the library in one process (or one sandbox) see one register.
const slot = Symbol.for('perdure.definitions');
type Register = Map<string, Entry>;

/**
 * Records a definition under its name.
 * @throws PerdureError `Definition.Duplicate` naming both places, unless the very same place is evaluated again, as
 * test runners and reloads do.
 */
export function register(kind: DefinitionKind, name: string, definition: unknown): void {
  const register = definitions(kind);
  // Stack traces cost far more than a definition: in the sandbox, where a file is evaluated for each run, the check
  // that Node has already made at worker start is not repeated with places.
  const place = inSandbox() ? 'sandbox' : callerPlace();
  const known = register.get(name);
  if (known !== undefined && (known.place !== place || place === 'sandbox')) throw duplicate(kind, name, known, place);
  const other = sharing[kind];
  const namesake = other && definitions(other).get(name);
  if (namesake !== undefined) throw duplicate(`${kind}, after a ${other},`, name, namesake, place);
  register.set(name, { definition, place });
}

function duplicate(what: string, name: string, first: Entry, place: string): PerdureError {
  return new PerdureError({
    code: 'Definition.Duplicate',
    message: `A second ${what} named '${name}': first defined at ${first.place}, again at ${place}. Names are recorded in history and must be unique; rename one of them.`,
    details: { name, first: first.place, second: place },
  });
}

/** The definition of that name, if there is one. */
export function findDefinition(kind: DefinitionKind, name: string): unknown {
  return definitions(kind).get(name)?.definition;
}

/** All definitions of a kind by name, in the order they were made. */
export function listDefinitions(
  kind: DefinitionKind,
): ReadonlyMap<string, { readonly definition: unknown; readonly place: string }> {
  return definitions(kind);
}

function definitions(kind: DefinitionKind): Register {
  const holder = globalThis as { [slot]?: Partial<Record<DefinitionKind, Register>> };
  // Made on first use: in the sandbox that is while one run's files are evaluated, so the register belongs to the run.
  const all = (holder[slot] ??= {});
  return (all[kind] ??= new Map());
}
