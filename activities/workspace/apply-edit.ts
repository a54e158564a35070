import { workspaceError } from '../../src/agent/workspace/workspace-error.js';
import { quote } from './path-segments.js';

/** How many places are counted; beyond that the exact number helps nobody. */
const mostCounted = 1_000;

export interface Edited {
  readonly text: string;
  /** Where the change begins, from 1. */
  readonly line: number;
}

/**
 * Replaces a piece of text that is there exactly once.
 * @throws PerdureError `Workspace.NoUniqueMatch` with how often it is there
 */
export function applyEdit(text: string, oldText: string, newText: string, path: string): Edited {
  const matches = count(text, oldText);
  if (matches !== 1) throw noUniqueMatch(text, oldText, path, matches);
  const start = text.indexOf(oldText);
  return {
    text: text.slice(0, start) + newText + text.slice(start + oldText.length),
    line: text.slice(0, start).split('\n').length,
  };
}

/** Places that overlap count each: either could be meant. */
function count(text: string, piece: string): number {
  let matches = 0;
  for (let at = text.indexOf(piece); at >= 0 && matches < mostCounted; at = text.indexOf(piece, at + 1)) matches += 1;
  return matches;
}

function noUniqueMatch(text: string, oldText: string, path: string, matches: number): Error {
  const found =
    matches === 0
      ? `is not in ${quote(path)}. Read the file, and copy the text exactly, spaces included`
      : `is in ${quote(path)} ${matches} times. Take more of what is around it, so that it is there once`;
  const ends = matches === 0 && oldText.includes('\n') && text.includes('\r\n') ? ' Its lines end with \\r\\n.' : '';
  return workspaceError('Workspace.NoUniqueMatch', `The old_text ${found}.${ends}`, { matches });
}
