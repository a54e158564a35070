import type { Scale } from './scale.js';
import { drawing, element, label, line } from './svg.js';

/** Shared measures of all charts: names on the left, figures on the right, and the axis between them. */
const width = 1_000;
const left = 390;
const right = 820;
/** Where an axis begins and ends. */
export const axisSpan = [left, right] as const;
const top = 84;
const rowHeight = 44;
const figureHeight = 18;

export const colours = {
  ours: '#1d4ed8',
  theirs: '#737373',
  target: '#b91c1c',
  ink: '#171717',
  faint: '#d4d4d4',
} as const;

export interface Chart {
  readonly title: string;
  /** What is shown, in one line. */
  readonly legend: string;
  readonly scale: Scale;
  readonly formatTick: (value: number) => string;
  readonly rows: readonly Row[];
}

export interface Row {
  readonly name: string;
  /** Figures in words, one line each, in the colour given. */
  readonly figures: readonly { readonly words: string; readonly colour: string }[];
  /** Draws between the name and the figures; `middle` is the row's height. */
  readonly draw: (middle: number) => readonly string[];
}

/** Rows over one axis. */
export function drawChart({ title, legend, scale, formatTick, rows }: Chart): string {
  const bottom = top + rows.length * rowHeight;
  const ticks = scale.ticks.flatMap((tick) => {
    const x = scale.position(tick);
    return [
      line([x, top - 6], [x, bottom], { stroke: colours.faint }),
      label(x, bottom + 18, formatTick(tick), { 'text-anchor': 'middle', fill: colours.theirs, 'font-size': 11 }),
    ];
  });
  return drawing(
    title,
    { width, height: bottom + 32 },
    label(20, 32, title, { 'font-size': 18, 'font-weight': 600, fill: colours.ink }),
    label(20, 56, legend, { fill: colours.theirs, 'font-size': 12 }),
    ...ticks,
    ...rows.map((row, index) => drawRow(row, top + (index + 0.5) * rowHeight)),
  );
}

function drawRow({ name, figures, draw }: Row, middle: number): string {
  const first = middle + 4 - ((figures.length - 1) * figureHeight) / 2;
  return element(
    'g',
    {},
    label(left - 14, middle + 4, name, { 'text-anchor': 'end', fill: colours.ink }),
    ...draw(middle),
    ...figures.map(({ words, colour }, index) =>
      label(right + 14, first + index * figureHeight, words, { fill: colour }),
    ),
  );
}
