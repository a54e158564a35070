import { workspaceError } from '../../src/agent/workspace/workspace-error.js';
import { PerdureError } from '../../src/errors.js';
import { pathOutside, quote } from './path-segments.js';

/**
 * An error of the file system in the words of the workspace: the system's own would show where the folder lies. What may
 * pass by itself, such as a full disk, stays as it is and is tried again.
 */
export function fileProblem(error: unknown, path: string): unknown {
  if (PerdureError.is(error)) return error;
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case 'ENOENT':
      return workspaceError('Workspace.NotFound', `There is no ${quote(path)} in the workspace.`);
    case 'ENAMETOOLONG':
      return workspaceError('Workspace.NotFound', `There is no ${quote(path)}: the name is too long.`);
    case 'ENOTDIR':
      return wrongKind(path, 'is no folder, or leads through something that is none');
    case 'EISDIR':
      return wrongKind(path, 'is a folder');
    case 'ENXIO':
      return wrongKind(path, 'is no ordinary file');
    case 'ELOOP':
      return pathOutside(path, 'leads over a link that cannot be followed');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return accessDenied(path);
    default:
      return error;
  }
}

export function wrongKind(path: string, problem: string): Error {
  return workspaceError('Workspace.WrongKind', `${quote(path)} ${problem}.`);
}

export function accessDenied(path: string): Error {
  return workspaceError('Workspace.AccessDenied', `That may not be done with ${quote(path)}.`);
}
