import type { WorkspaceCall } from '../../src/agent/workspace/workspace-calls.js';
import { PerdureError } from '../../src/errors.js';
import { fileProblem } from './file-problem.js';
import { atEntry, inFolder } from './in-workspace.js';
import { globMatcher } from './match-glob.js';
import { pathSegments } from './path-segments.js';
import { type FoundLine, PatternThread } from './pattern-thread.js';
import { readText } from './text-file.js';
import { type FoundFile, SearchLimits, walkFiles } from './walk-files.js';

export interface Matches {
  readonly matches: readonly (FoundLine & { readonly path: string })[];
  /** Whether there may be more. */
  readonly truncated: boolean;
}

/** Larger files are left out of a search, in bytes. */
const largest = 2_000_000;

/** Of a folder, every text in it; of a file, that one. */
export async function grep(call: WorkspaceCall<'grep'>, signal: AbortSignal): Promise<Matches> {
  const { workspace, pattern, path, glob, limit, ignore_case: ignoreCase } = call;
  const place = path ?? '.';
  const above = pathSegments(place).join('/');
  const isWanted = glob ? globMatcher(glob) : () => true;
  const limits = new SearchLimits(signal);
  const thread = new PatternThread(pattern, ignoreCase === true);
  const found = new Found(limit ?? 100);
  const search = async (text: string, file: string): Promise<boolean> =>
    found.add(file, await thread.linesOf(text, found.wanted, signal));
  try {
    await inFolder(workspace, place, async (folder) => {
      for await (const file of walkFiles(folder, limits)) {
        const text = isWanted(file.path) ? await textOf(file) : undefined;
        if (text !== undefined && !(await search(text, [above, file.path].filter(Boolean).join('/')))) return;
      }
    }).catch(async (error: unknown) => {
      if (!PerdureError.is(error, 'Workspace.WrongKind')) throw error;
      const text = await atEntry(workspace, place, 'read', (folder, name) => readText(folder, name, place));
      await search(text.text, above);
    });
    return { matches: found.lines, truncated: found.truncated || limits.reached };
  } finally {
    await thread.close();
  }
}

/** Lines up to a limit; one more is looked for, to know whether there are more. */
class Found {
  readonly lines: (FoundLine & { readonly path: string })[] = [];
  truncated = false;

  constructor(private readonly most: number) {}

  get wanted(): number {
    return this.most + 1 - this.lines.length;
  }

  /** Whether more can be added. */
  add(path: string, lines: readonly FoundLine[]): boolean {
    this.truncated = lines.length >= this.wanted;
    this.lines.push(...lines.slice(0, this.wanted - 1).map((line) => ({ path, ...line })));
    return !this.truncated;
  }
}

/** A search leaves out what is no text, too large, or has gone meanwhile. */
async function textOf({ folder, name, path }: FoundFile): Promise<string | undefined> {
  try {
    return (await readText(folder, name, path, largest)).text;
  } catch (error) {
    if (!PerdureError.is(fileProblem(error, path))) throw error;
    return undefined;
  }
}
