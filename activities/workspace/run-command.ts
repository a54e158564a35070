import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { WorkspaceCall } from '../../src/agent/workspace/workspace-calls.js';
import { rightsOf } from '../../src/agent/workspace/workspace-rights.js';
import { Programs, searchPath } from './find-program.js';
import { inFolder, rootOf } from './in-workspace.js';
import { type ProcessEnd, runProcess } from './run-process.js';

/** Runs allowed programs. */
export function createRunCommand(): (call: WorkspaceCall<'run_command'>, signal: AbortSignal) => Promise<ProcessEnd> {
  const programs = new Programs();
  return async ({ workspace, command, cwd, timeout }, signal) => {
    const [name = '', ...args] = command;
    const { programs: allowed } = rightsOf(workspace, 'run');
    const program = await programs.find(name, allowed, await rootOf(workspace));
    const home = await mkdtemp(join(tmpdir(), 'perdure-command-'));
    try {
      return await inFolder(workspace, cwd ?? '.', (folder) =>
        runProcess({
          program,
          args,
          cwd: folder.path,
          env: environmentIn(home),
          timeout: (timeout ?? 60) * 1_000,
          signal,
        }),
      );
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  };
}

/**
 * None of the worker's variables but the search path: the others hold its secrets. The home folder is empty and goes
 * away afterwards, so that programs find no tokens there either.
 */
function environmentIn(home: string): Record<string, string> {
  return { PATH: searchPath().join(delimiter), HOME: home, TMPDIR: home, LANG: 'C.UTF-8' };
}
