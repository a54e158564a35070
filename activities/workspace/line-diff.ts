/** Unchanged lines shown around the change. */
const around = 3;
/** The most characters of a diff; people do not read more, and it goes into history. */
const longest = 20_000;

/**
 * What a change does, as a unified diff with one hunk: from the first line that differs to the last. Characters that
 * could hide something from whoever reads it are written out.
 * @param before `undefined` for a new file
 */
export function lineDiff(path: string, before: string | undefined, after: string): string {
  const [old, now] = [linesOf(before ?? ''), linesOf(after)];
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  const first = Math.max(0, start - around);
  const tail = Math.min(end, around);
  const hunk = [
    ...marked(' ', old.slice(first, start)),
    ...marked('-', old.slice(start, old.length - end)),
    ...marked('+', now.slice(start, now.length - end)),
    ...marked(' ', old.slice(old.length - end, old.length - end + tail)),
  ];
  const range = (lines: number): string => {
    const size = lines - end + tail - first;
    return `${size === 0 ? first : first + 1},${size}`;
  };
  const heading = `--- ${before === undefined ? '/dev/null' : path}\n+++ ${path}\n@@ -${range(old.length)} +${range(now.length)} @@`;
  return cut(visible([heading, ...hunk].join('\n')));
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function marked(mark: string, lines: readonly string[]): string[] {
  return lines.map((line) =>
    line.endsWith('\n') ? `${mark}${line.slice(0, -1)}` : `${mark}${line}\n\\ No newline at end of file`,
  );
}

/** Control characters move a terminal's cursor, and others turn the direction of writing round. */
function visible(text: string): string {
  return text.replaceAll(/[^\P{C}\n\t]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

function cut(diff: string): string {
  if (diff.length <= longest) return diff;
  return `${diff.slice(0, longest)}\n[${diff.length - longest} more characters]`;
}
