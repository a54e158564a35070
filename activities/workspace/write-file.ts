import type { WorkspaceCall } from '../../src/agent/workspace/workspace-calls.js';
import { checkUnchanged } from './check-unchanged.js';
import { atEntry } from './in-workspace.js';
import { readTextIfThere, replaceText } from './text-file.js';

export interface Written {
  readonly path: string;
  readonly bytes: number;
  /** Whether there was no such file before. */
  readonly created: boolean;
}

export function writeFile({ workspace, path, content, before }: WorkspaceCall<'write_file'>): Promise<Written> {
  return atEntry(workspace, path, 'create', async (folder, name) => {
    const file = await readTextIfThere(folder, name, path);
    // Already as wanted, perhaps by an attempt whose end nobody heard of.
    if (file?.text !== content) {
      checkUnchanged(path, file, before);
      await replaceText(folder, name, content, file?.mode);
    }
    return { path, bytes: Buffer.byteLength(content), created: file === undefined };
  });
}
