import type { WorkspaceCall } from '../../src/agent/workspace/workspace-calls.js';
import { atEntry } from './in-workspace.js';
import { readText } from './text-file.js';

/** The most characters of a file that one call gives. */
const mostCharacters = 100_000;

export interface FileLines {
  readonly content: string;
  /** The first line that is there, from 1. */
  readonly offset: number;
  readonly lines: number;
  readonly totalLines: number;
  /** Whether more follows. */
  readonly truncated: boolean;
}

export function readFile({ workspace, path, offset, limit }: WorkspaceCall<'read_file'>): Promise<FileLines> {
  return atEntry(workspace, path, 'read', async (folder, name) => {
    const { text } = await readText(folder, name, path);
    return cut(text, offset ?? 1, limit ?? 2_000);
  });
}

function cut(text: string, offset: number, limit: number): FileLines {
  const all = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const wanted = all.slice(offset - 1, offset - 1 + limit);
  let size = 0;
  const fitting = wanted.findIndex((line) => (size += line.length + 1) > mostCharacters);
  // Of one line that is too long by itself, its beginning is given.
  const lines = fitting < 0 ? wanted : wanted.slice(0, Math.max(fitting, 1));
  const content = lines.join('\n').slice(0, mostCharacters);
  return {
    content,
    offset,
    lines: lines.length,
    totalLines: all.length,
    truncated: offset - 1 + lines.length < all.length || content.length < lines.join('\n').length,
  };
}
