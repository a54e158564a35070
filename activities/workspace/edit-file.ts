import type { WorkspaceCall } from '../../src/agent/workspace/workspace-calls.js';
import { applyEdit } from './apply-edit.js';
import { checkUnchanged } from './check-unchanged.js';
import { atEntry } from './in-workspace.js';
import { readText, replaceText } from './text-file.js';

export interface EditDone {
  readonly path: string;
  /** Where the change begins, from 1. */
  readonly line: number;
}

export function editFile(call: WorkspaceCall<'edit_file'>): Promise<EditDone> {
  const { workspace, path, old_text: oldText, new_text: newText, before } = call;
  return atEntry(workspace, path, 'change', async (folder, name) => {
    const file = await readText(folder, name, path);
    checkUnchanged(path, file, before);
    const { text, line } = applyEdit(file.text, oldText, newText, path);
    await replaceText(folder, name, text, file.mode);
    return { path, line };
  });
}
