/** Replaces `code[start, end)` by `text`, which must not contain a line break. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Applies edits without moving any line, so that a source map made for the unedited code still fits. An edit inside
 * the range of another is part of what that one removes.
 */
export function editSource(code: string, edits: readonly Edit[]): string {
  // At the same place insertions come first, then the longest: it contains the others.
  const length = ({ start, end }: Edit): number => (start === end ? Number.POSITIVE_INFINITY : end - start);
  const ordered = [...edits].sort((a, b) => a.start - b.start || length(b) - length(a) || 0);
  const parts: string[] = [];
  let done = 0;
  for (const { start, end, text } of ordered) {
    if (start < done) continue;
    parts.push(code.slice(done, start), text, blank(code.slice(start, end), text.length));
    done = end;
  }
  return [...parts, code.slice(done)].join('');
}

/** The same lines, empty; `taken` characters of the first are used already. */
function blank(removed: string, taken: number): string {
  const spaces = removed.replace(/[^\r\n\u2028\u2029]+/g, (run) => ' '.repeat(run.length));
  const firstLine = spaces.search(/[\r\n\u2028\u2029]/);
  return spaces.slice(Math.min(taken, firstLine === -1 ? spaces.length : firstLine));
}
