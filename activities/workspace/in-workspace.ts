import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { workspaceError } from '../../src/agent/workspace/workspace-error.js';
import { accessDenied, fileProblem, wrongKind } from './file-problem.js';
import { Folder } from './folder.js';
import { pathOutside, pathSegments } from './path-segments.js';

/** Uses the folder at a path of a workspace, held open meanwhile. */
export async function inFolder<T>(workspace: string, path: string, use: (folder: Folder) => Promise<T>): Promise<T> {
  try {
    const root = await rootOf(workspace);
    return await walk(root, await withoutLinks(root, pathSegments(path), path), false, use);
  } catch (error) {
    throw fileProblem(error, path);
  }
}

/** What for: `change` may touch only what is no business of git's, `create` makes missing folders too. */
export type Purpose = 'read' | 'change' | 'create';

/** Uses the folder around the entry at a path. */
export async function atEntry<T>(
  workspace: string,
  path: string,
  purpose: Purpose,
  use: (folder: Folder, name: string) => Promise<T>,
): Promise<T> {
  try {
    const root = await rootOf(workspace);
    const segments = await withoutLinks(root, pathSegments(path), path);
    // Hooks and settings in there are programs: whoever writes them runs them with the next `git status`.
    if (purpose !== 'read' && segments.some((one) => one.toLowerCase() === '.git')) throw accessDenied(path);
    const name = segments.pop();
    if (name === undefined) throw wrongKind(path, 'is the workspace folder itself');
    return await walk(root, segments, purpose === 'create', (folder) => use(folder, name));
  } catch (error) {
    throw fileProblem(error, path);
  }
}

/**
 * Where a workspace really is.
 * @throws PerdureError `Workspace.NotFound`
 */
export async function rootOf(workspace: string): Promise<string> {
  return realpath(resolve(workspace)).catch((cause: unknown) => {
    throw workspaceError(
      'Workspace.NotFound',
      `The workspace folder '${workspace}' does not exist in the worker's current folder.`,
      { workspace, cause: (cause as Error).message },
    );
  });
}

/** Links may be used as long as they end inside. What does not exist yet is left as it is. */
async function withoutLinks(root: string, segments: readonly string[], path: string): Promise<string[]> {
  for (let known = segments.length; known > 0; known--) {
    const real = await realpath(join(root, ...segments.slice(0, known))).catch(undefinedIfMissing);
    if (real === undefined) continue;
    const inside = toInside(root, real);
    if (inside === undefined) throw pathOutside(path, 'is, or leads over, a link to somewhere outside');
    return [...inside, ...segments.slice(known)];
  }
  return [...segments];
}

/** The segments from a folder down to what lies in it; `undefined` if it lies elsewhere. Both are free of links. */
export function toInside(root: string, real: string): string[] | undefined {
  const inside = relative(root, real);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return undefined;
  return inside === '' ? [] : inside.split(sep);
}

function undefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}

async function walk<T>(
  root: string,
  segments: readonly string[],
  create: boolean,
  use: (folder: Folder) => Promise<T>,
): Promise<T> {
  let folder = await Folder.open(root);
  try {
    for (const segment of segments) {
      const next = await (create ? folder.makeChild(segment) : folder.child(segment));
      await folder.close();
      folder = next;
    }
    return await use(folder);
  } finally {
    await folder.close();
  }
}
