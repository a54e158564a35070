import { characterWidth } from './text-width.js';

/** The sides of a cell a line leaves by, added up. */
export const side = { up: 1, down: 2, left: 4, right: 8 } as const;

/** By the sum of sides. */
const solid = [' ', '│', '│', '│', '─', '┘', '┐', '┤', '─', '└', '┌', '├', '─', '┴', '┬', '┼'];
const dashed: Readonly<Record<number, string>> = { 1: '┊', 2: '┊', 3: '┊', 4: '┄', 8: '┄', 12: '┄' };

interface Cell {
  sides: number;
  dashed: boolean;
  text: string | undefined;
}

/** A grid of characters on which lines that meet join, and lines that pass over hide what is under them. */
export class Canvas {
  private readonly rows: Cell[][] = [];

  /** Adds line ends to a cell; what is there already joins. */
  join(row: number, column: number, sides: number, isDashed: boolean): void {
    const cell = this.at(row, column);
    cell.dashed = isDashed && (cell.dashed || cell.sides === 0);
    cell.sides |= sides;
  }

  /** Draws over a cell: a line that crosses another without touching it. */
  pass(row: number, column: number, sides: number, isDashed: boolean): void {
    const cell = this.at(row, column);
    cell.sides = sides;
    cell.dashed = isDashed;
  }

  write(row: number, column: number, text: string): void {
    let at = column;
    for (const character of text) {
      const width = characterWidth(character);
      const cell = this.at(row, width === 0 ? Math.max(at - 1, 0) : at);
      cell.text = width === 0 ? `${cell.text ?? ''}${character}` : character;
      if (width === 2) this.at(row, at + 1).text = '';
      at += width;
    }
  }

  toLines(): string[] {
    return Array.from(this.rows, (row) =>
      Array.from(row ?? [], draw)
        .join('')
        .trimEnd(),
    );
  }

  private at(row: number, column: number): Cell {
    const cells = (this.rows[row] ??= []);
    return (cells[column] ??= { sides: 0, dashed: false, text: undefined });
  }
}

function draw(cell: Cell | undefined): string {
  if (!cell) return ' ';
  return cell.text ?? (cell.dashed ? dashed[cell.sides] : undefined) ?? solid[cell.sides] ?? ' ';
}
