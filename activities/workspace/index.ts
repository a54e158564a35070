/**
 * What the tools of a workspace do, in Node.
 * @module
 */
import type { WorkspaceCall, WorkspaceTask } from '../../src/agent/workspace/workspace-calls.js';
import { workspaceTaskName } from '../../src/agent/workspace/define-workspace-task.js';
import { rightsOf } from '../../src/agent/workspace/workspace-rights.js';
import type { TaskDefinition } from '../../src/task/definition.js';
import { taskContext } from '../../src/task/task-context.js';
import { editFile } from './edit-file.js';
import { findFiles } from './find-files.js';
import { grep } from './grep.js';
import { listDirectory } from './list-directory.js';
import { previewChange } from './preview-change.js';
import { readFile } from './read-file.js';
import { createRunCommand } from './run-command.js';
import { writeFile } from './write-file.js';

type Body = TaskDefinition['body'];

const bodies: Readonly<Record<WorkspaceTask, Body>> = {
  read_file: withRight('read', readFile),
  list_directory: withRight('read', listDirectory),
  find_files: withRight('read', findFiles),
  grep: withRight('read', grep),
  write_file: withRight('write', writeFile),
  edit_file: withRight('write', editFile),
  preview_change: withRight('write', previewChange),
  run_command: withRight('run', createRunCommand()),
};

/** The bodies of the tasks behind the tools, by their activities' names. */
export const workspaceBodies: Readonly<Record<string, Body>> = Object.fromEntries(
  Object.entries(bodies).map(([name, body]) => [workspaceTaskName(name as WorkspaceTask), body]),
);

function withRight<Name extends WorkspaceTask>(
  needed: Parameters<typeof rightsOf>[1],
  run: (call: WorkspaceCall<Name>, signal: AbortSignal) => Promise<unknown>,
): Body {
  const checked = async (call: WorkspaceCall<Name>): Promise<unknown> => {
    rightsOf(call.workspace, needed);
    return run(call, taskContext().signal);
  };
  return checked as Body;
}
