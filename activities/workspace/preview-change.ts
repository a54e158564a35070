import type { Previewed, WorkspaceCall } from '../../src/agent/workspace/workspace-calls.js';
import { PerdureError } from '../../src/errors.js';
import { applyEdit } from './apply-edit.js';
import { atEntry } from './in-workspace.js';
import { lineDiff } from './line-diff.js';
import { readText, type TextFile } from './text-file.js';

/** What a person is shown before a change; what cannot be done is refused here, before anybody is asked. */
export async function previewChange(call: WorkspaceCall<'preview_change'>): Promise<Previewed> {
  const { workspace, path, content, old_text: oldText, new_text: newText } = call;
  const read = (): Promise<TextFile> =>
    atEntry(workspace, path, 'change', (folder, name) => readText(folder, name, path));
  if (typeof content !== 'string') {
    const file = await read();
    const { text } = applyEdit(file.text, oldText ?? '', newText ?? '', path);
    return { diff: lineDiff(path, file.text, text), before: file.digest };
  }
  const file = await read().catch(undefinedIfMissing);
  return { diff: lineDiff(path, file?.text, content), before: file?.digest ?? null };
}

function undefinedIfMissing(error: unknown): undefined {
  if (!PerdureError.is(error, 'Workspace.NotFound')) throw error;
  return undefined;
}
