import { isAbsolute, sep, win32 } from 'node:path';
import { workspaceError } from '../../src/agent/workspace/workspace-error.js';

/**
 * The folders and the name of a path inside a workspace, without `.` and `..`; none for the workspace itself.
 * @throws PerdureError `Workspace.PathOutside`
 */
export function pathSegments(path: string): string[] {
  if (path.includes('\0')) throw pathOutside(path, 'has a character that no path can have');
  if (isAbsolute(path) || win32.isAbsolute(path)) throw pathOutside(path, 'is absolute');
  const segments: string[] = [];
  for (const part of path.split(sep === '/' ? '/' : /[\\/]/)) {
    if (part === '' || part === '.') continue;
    // On Windows a colon names a drive, or a second stream of a file.
    if (sep !== '/' && part.includes(':')) throw pathOutside(path, 'names a drive');
    if (part !== '..') segments.push(part);
    else if (segments.pop() === undefined) throw pathOutside(path, 'leads out of it');
  }
  return segments;
}

export function pathOutside(path: string, reason: string): Error {
  return workspaceError(
    'Workspace.PathOutside',
    `The path ${quote(path)} ${reason}. Only paths inside the workspace folder can be used, and they start there.`,
  );
}

/** Paths go back to the model, which sent them; but not at any length. */
export function quote(path: string): string {
  return `'${path.length > 200 ? `${path.slice(0, 200)}…` : path}'`;
}
