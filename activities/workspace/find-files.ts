import type { WorkspaceCall } from '../../src/agent/workspace/workspace-calls.js';
import { inFolder } from './in-workspace.js';
import { globMatcher } from './match-glob.js';
import { pathSegments } from './path-segments.js';
import { SearchLimits, walkFiles } from './walk-files.js';

export interface FoundFiles {
  /** Paths from the workspace folder. */
  readonly files: readonly string[];
  /** Whether there may be more. */
  readonly truncated: boolean;
}

export async function findFiles(
  { workspace, pattern, path, limit }: WorkspaceCall<'find_files'>,
  signal: AbortSignal,
): Promise<FoundFiles> {
  const matches = globMatcher(pattern);
  const above = pathSegments(path ?? '.');
  const limits = new SearchLimits(signal);
  return inFolder(workspace, path ?? '.', async (folder) => {
    const files: string[] = [];
    for await (const file of walkFiles(folder, limits)) {
      if (!matches(file.path)) continue;
      if (files.length === (limit ?? 200)) return { files, truncated: true };
      files.push([...above, file.path].join('/'));
    }
    return { files, truncated: limits.reached };
  });
}
