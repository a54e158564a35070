/** A place in a file as people read it: line and column from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type Locate = (offset: number) => Position;

/** Turns offsets in `code` into positions; `toOriginal` follows a source map where there is one. */
export function createLocate(
  code: string,
  file: string,
  toOriginal: (position: Position) => Position = (same) => same,
): Locate {
  const lineStarts = [0];
  for (const { index } of code.matchAll(/\n/g)) lineStarts.push(index + 1);
  return (offset) => {
    let low = 0;
    let high = lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (lineStarts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return toOriginal({ file, line: low + 1, column: offset - lineStarts[low]! + 1 });
  };
}
