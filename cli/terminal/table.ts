import { cutToWidth, textWidth } from './text-width.js';

/** A cell is text; its colour is added after it was cut to size. */
export interface Cell {
  readonly text: string;
  readonly colour?: ((text: string) => string) | undefined;
}

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Gives way when the terminal is narrow. One column at most. */
  readonly flexible?: boolean;
}

export interface TableOptions {
  /** Columns of the terminal; missing: as wide as the content. */
  readonly width?: number | undefined;
  readonly titleColour?: (text: string) => string;
  readonly indent?: string;
}

const gap = '  ';
const narrowest = 12;

/** Rows as aligned lines, with a line of titles unless all titles are empty. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly (Cell | string)[])[],
  options: TableOptions = {},
): string[] {
  const { titleColour = (text) => text, indent = '' } = options;
  const cells = rows.map((row) =>
    row.map((cell) => (typeof cell === 'string' ? { text: oneLine(cell) } : { ...cell, text: oneLine(cell.text) })),
  );
  const widths = fit(columns, cells, options.width === undefined ? undefined : options.width - indent.length);
  const titles = columns.map(({ title }): Cell => ({ text: title, colour: titleColour }));
  const lines = columns.some(({ title }) => title !== '') ? [titles, ...cells] : cells;
  return lines.map((line) =>
    (indent + line.map((cell, index) => place(cell, columns[index], widths[index])).join(gap)).trimEnd(),
  );
}

function fit(columns: readonly Column[], rows: readonly (readonly Cell[])[], available: number | undefined): number[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(textWidth(title), ...rows.map((row) => textWidth(row[index]?.text ?? ''))),
  );
  const flexible = columns.findIndex((column) => column.flexible === true);
  if (available === undefined || flexible < 0) return widths;
  const others = widths.reduce((sum, width, index) => sum + gap.length + (index === flexible ? 0 : width), -gap.length);
  widths[flexible] = Math.min(widths[flexible] ?? 0, Math.max(narrowest, available - others));
  return widths;
}

function place({ text, colour = (plain) => plain }: Cell, column: Column | undefined, width = 0): string {
  const cut = cutToWidth(text, width);
  const space = ' '.repeat(Math.max(0, width - textWidth(cut)));
  return column?.align === 'right' ? space + colour(cut) : colour(cut) + space;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
