import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { commandBlocked, workspaceError } from '../../src/agent/workspace/workspace-error.js';
import { toInside } from './in-workspace.js';

/** The folders of `PATH`; relative ones would depend on where a command runs. */
export function searchPath(): string[] {
  return (process.env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
}

/** Where allowed programs are; looked up once, so that a later change of `PATH` or of its folders does not count. */
export class Programs {
  private readonly found = new Map<string, Promise<string>>();

  /**
   * @param allowed names, or absolute paths
   * @param root the workspace, free of links: a program in it could be written by whoever may write there
   * @throws PerdureError `Workspace.CommandBlocked`, `Workspace.ProgramNotFound`
   */
  async find(program: string, allowed: readonly string[], root: string): Promise<string> {
    const entry = allowed.find((one) => one === program) ?? allowed.find((one) => nameOf(one) === program);
    if (entry === undefined || program === '') throw commandBlocked(program, allowed);
    let path = this.found.get(entry);
    if (path === undefined) {
      path = lookUp(entry);
      this.found.set(entry, path);
      // What is not there may be installed later.
      path.catch(() => this.found.delete(entry));
    }
    if (toInside(root, await realpath(await path)) !== undefined) throw commandBlocked(program, allowed);
    return path;
  }
}

function nameOf(program: string): string | undefined {
  return program.split(/[\\/]/).at(-1);
}

async function lookUp(program: string): Promise<string> {
  const places = isAbsolute(program) ? [program] : searchPath().map((folder) => join(folder, program));
  for (const place of places) if (await isExecutable(place)) return place;
  throw workspaceError('Workspace.ProgramNotFound', `The program '${program}' is not installed on this worker.`);
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
