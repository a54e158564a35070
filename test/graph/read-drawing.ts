type Direction = 'up' | 'down' | 'left' | 'right';

const steps = { up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1] } as const;
const opposite = { up: 'down', down: 'up', left: 'right', right: 'left' } as const;
const open: Readonly<Record<string, readonly Direction[]>> = {
  '│': ['up', 'down'],
  '┊': ['up', 'down'],
  '─': ['left', 'right'],
  '┄': ['left', 'right'],
  '┘': ['up', 'left'],
  '└': ['up', 'right'],
  '┐': ['down', 'left'],
  '┌': ['down', 'right'],
  '┤': ['up', 'down', 'left'],
  '├': ['up', 'down', 'right'],
  '┴': ['up', 'left', 'right'],
  '┬': ['down', 'left', 'right'],
  '┼': ['up', 'down', 'left', 'right'],
};

/** Follows the lines of a drawing as a reader does: `'a ┬ b'` for each edge, with the sign where the line leaves. */
export function edgesInDrawing(text: string): string[] {
  const rows = text.split('\n').map((line) => Array.from(line));
  const names = rows.map((row) => boxesOf(row));
  const edges: string[] = [];
  for (const [index, boxes] of names.entries()) {
    for (const { name, left, right } of boxes) {
      for (let column = left; column <= right; column += 1) {
        const sign = rows[index + 1]?.[column] ?? '';
        if (!'┬◇!'.includes(sign) || sign === '') continue;
        for (const target of follow(rows, index + 2, column)) {
          const box = names[target.row + 1]?.find((one) => one.left <= target.column && target.column <= one.right);
          edges.push(`${name} ${sign} ${box?.name}`);
        }
      }
    }
  }
  return edges.sort();
}

function boxesOf(row: readonly string[]): { name: string; left: number; right: number }[] {
  return [...row.join('').matchAll(/│ +(n\d+) +│/g)].map((match) => ({
    name: match[1] ?? '',
    left: match.index,
    right: match.index + match[0].length - 1,
  }));
}

/** The arrows one comes to from a cell, entered from above. Nobody follows a line upwards. */
function follow(rows: readonly (readonly string[])[], row: number, column: number): { row: number; column: number }[] {
  const arrows: { row: number; column: number }[] = [];
  const seen = new Set<string>();
  const enter = (row: number, column: number, heading: Direction): void => {
    const key = `${row} ${column} ${heading}`;
    if (seen.has(key)) return;
    seen.add(key);
    const sign = rows[row]?.[column] ?? ' ';
    if (sign === '▼') return void arrows.push({ row, column });
    const sides = open[sign] ?? [];
    // A line one meets from the side but that has no end there is passed under.
    const crossing = !sides.includes(opposite[heading]);
    if (crossing && heading === 'down') throw new Error(`a line ends at ${row}:${column}`);
    for (const side of crossing ? [heading] : sides) {
      if (side === 'up' || side === opposite[heading]) continue;
      const [down, right] = steps[side];
      enter(row + down, column + right, side);
    }
  };
  enter(row, column, 'down');
  return arrows;
}
