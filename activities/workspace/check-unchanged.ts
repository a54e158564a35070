import type { Previewed } from '../../src/agent/workspace/workspace-calls.js';
import { workspaceError } from '../../src/agent/workspace/workspace-error.js';
import { quote } from './path-segments.js';
import type { TextFile } from './text-file.js';

/**
 * Whether a file is still what the change that a person has agreed to was computed from.
 * @throws PerdureError `Workspace.Changed`
 */
export function checkUnchanged(
  path: string,
  file: TextFile | undefined,
  before: Previewed['before'] | undefined,
): void {
  if (before === undefined || before === (file?.digest ?? null)) return;
  throw workspaceError(
    'Workspace.Changed',
    `${quote(path)} has changed since a person was asked about this change, so nothing was done. Read it, and try again.`,
  );
}
