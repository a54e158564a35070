import { PerdureError } from '../../src/errors.js';
import { fileProblem } from './file-problem.js';
import type { Folder } from './folder.js';
import { entriesOf } from './list-directory.js';

/** Folders that hold much and say little; whoever wants them names them. */
const leftOut: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/** What one search may look at, counted down. */
export class SearchLimits {
  /** Whether something was left out. */
  reached = false;
  private entries = 50_000;
  private readonly end = Date.now() + 20_000;

  constructor(private readonly signal: AbortSignal) {}

  /** Whether one more may be looked at. */
  next(): boolean {
    this.signal.throwIfAborted();
    this.entries -= 1;
    if (this.entries < 0 || Date.now() > this.end) this.reached = true;
    return !this.reached;
  }

  get entriesLeft(): number {
    return Math.max(0, this.entries);
  }
}

export interface FoundFile {
  readonly folder: Folder;
  readonly name: string;
  /** From the folder where the walk began. */
  readonly path: string;
}

const deepest = 100;

/** All files below a folder, in the order of their names; links are not followed, and what cannot be opened is left out. */
export async function* walkFiles(
  folder: Folder,
  limits: SearchLimits,
  above: readonly string[] = [],
): AsyncGenerator<FoundFile> {
  const { entries, truncated } = await entriesOf(folder, limits.entriesLeft);
  for (const entry of entries) {
    if (!limits.next()) return;
    const path = [...above, entry.name];
    if (entry.isFile()) yield { folder, name: entry.name, path: path.join('/') };
    if (!entry.isDirectory() || leftOut.has(entry.name)) continue;
    if (path.length > deepest) limits.reached = true;
    else yield* walkChild(folder, entry.name, limits, path);
  }
  if (truncated) limits.reached = true;
}

async function* walkChild(
  folder: Folder,
  name: string,
  limits: SearchLimits,
  path: readonly string[],
): AsyncGenerator<FoundFile> {
  const child = await folder.child(name).catch((error: unknown) => {
    if (!PerdureError.is(fileProblem(error, name))) throw error;
    return undefined;
  });
  if (child === undefined) return;
  try {
    yield* walkFiles(child, limits, path);
  } finally {
    await child.close();
  }
}
