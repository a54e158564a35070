import { inSandbox } from '../../runtime.js';
import { workspaceError } from './workspace-error.js';

/** What an app lets its agents do in a folder. */
export interface WorkspaceRights {
  readonly write: boolean;
  /** Programs that may be run: names, or absolute paths. */
  readonly programs: readonly string[];
}

// A registered symbol, so that all copies of the library in one process see one list.
const slot = Symbol.for('perdure.workspaces');
const holder = globalThis as { [slot]?: Map<string, WorkspaceRights> };

/**
 * Notes that an app's file has declared a workspace. Workers ask for it before they touch a folder, so that no run can
 * name one by itself. Several declarations of a folder add up here; which tools an agent has is said by its own.
 */
export function declareWorkspace(folder: string, { write, programs }: WorkspaceRights): void {
  // The sandbox only schedules; what counts is what the worker's own copy of the file has declared.
  if (inSandbox()) return;
  const all = (holder[slot] ??= new Map());
  const known = all.get(folder);
  all.set(folder, {
    write: write || known?.write === true,
    programs: [...new Set([...(known?.programs ?? []), ...programs])],
  });
}

/** @throws PerdureError `Workspace.NotDeclared` if no file of the app has declared the folder, or not for this */
export function rightsOf(folder: string, needed: 'read' | 'write' | 'run'): WorkspaceRights {
  const rights = holder[slot]?.get(folder);
  const has = needed === 'read' || (needed === 'write' ? rights?.write : (rights?.programs.length ?? 0) > 0);
  if (rights !== undefined && has) return rights;
  const what = { read: '', write: ', { write: true }', run: ', { shell: […] }' }[needed];
  throw workspaceError(
    'Workspace.NotDeclared',
    `The worker's app does not declare workspaceTools('${String(folder)}'${what}) at the top level of one of its files.`,
    { workspace: String(folder), needed },
  );
}
