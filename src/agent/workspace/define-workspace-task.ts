import { builtInTask } from '../../task/built-in-task.js';
import type { TaskDefinition } from '../../task/definition.js';
import { type Fields, toolInput } from './tool-input.js';
import { toolList } from './tool-list.js';
import type { WorkspaceTask } from './workspace-calls.js';

/** All tasks behind the tools of workspaces; see `workspaceTaskName`. */
export const workspaceTaskNames = Object.keys(toolList) as readonly WorkspaceTask[];

export interface WorkspaceTaskOptions {
  readonly approval?: boolean;
  readonly queue?: string | undefined;
}

/** A built-in task: recorded, limited and retried like those of an app. */
export function defineWorkspaceTask(
  name: WorkspaceTask,
  { approval, queue }: WorkspaceTaskOptions = {},
): TaskDefinition {
  const { description, risk, fields } = toolList[name];
  return builtInTask(workspaceTaskName(name), {
    description,
    risk,
    input: toolInput({ workspace: { type: 'text' }, ...fields, ...(risk === 'write' && previewed) }),
    // A command or an edit that may have been done is not done again: the model is told, and looks.
    retry: { maximumAttempts: name === 'run_command' || name === 'edit_file' ? 1 : 3, initialInterval: '200ms' },
    // A command has a limit of its own, whose end is a result.
    timeout: name === 'run_command' ? '11m' : '1m',
    approval,
    approvalTarget: targetOf,
    queue,
    summary: summaryOf,
  });
}

/** The activity's. */
export function workspaceTaskName(name: WorkspaceTask): string {
  return `perdure.workspace.${name}`;
}

const previewed: Fields = { diff: { type: 'text', optional: true }, before: { type: 'text', optional: true } };

interface AnyCall {
  readonly workspace: string;
  readonly path?: string;
  readonly pattern?: string;
  readonly command?: readonly string[];
  readonly cwd?: string;
}

/** What "always for this target" is bound to: this file, or this very command line. */
function targetOf({ workspace, path = '.', command, cwd }: AnyCall): string {
  return `${workspace}: ${command ? toLine(command, cwd) : path}`;
}

/** What history shows for a call. */
function summaryOf({ path = '.', pattern, command, cwd }: AnyCall): string {
  return command ? toLine(command, cwd) : (pattern ?? path);
}

function toLine(command: readonly string[], cwd: string | undefined): string {
  const line = command.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word))).join(' ');
  return cwd === undefined ? line : `${line} (in ${cwd})`;
}
