import { type Canvas, side } from './canvas.js';
import { isDashed } from './line-kind.js';
import { type Net, type Route, spanOf } from './route-lines.js';

const sideways = side.left + side.right;
const upright = side.up + side.down;

/** Draws the lines between two layers, from the row `top` on. */
export function drawRoute(canvas: Canvas, { nets, height }: Route, top: number): void {
  for (const net of nets) drawSideways(canvas, net, top);
  for (const { row, out, kind } of nets) {
    if (row === undefined) continue;
    for (let at = 0; at < row; at += 1) canvas.pass(top + at, out, upright, isDashed(kind));
    canvas.join(top + row, out, side.up, isDashed(kind));
  }
  for (const arrow of new Set(nets.flatMap(({ arrivals }) => arrivals))) {
    const feeders = nets.filter(({ arrivals }) => arrivals.includes(arrow));
    drawArrow(canvas, feeders, arrow, { top, height });
  }
}

function drawSideways(canvas: Canvas, net: Net, top: number): void {
  if (net.row === undefined) return;
  const { least, most } = spanOf(net);
  for (let column = least; column <= most; column += 1) {
    const sides = column === least ? side.right : column === most ? side.left : sideways;
    canvas.join(top + net.row, column, sides, isDashed(net.kind));
  }
}

/** The line down to an arrow: it begins where the first net arrives and picks up the others on its way. */
function drawArrow(
  canvas: Canvas,
  feeders: readonly Net[],
  column: number,
  { top, height }: { readonly top: number; readonly height: number },
): void {
  const isStraight = feeders.some(({ row }) => row === undefined);
  const rows = feeders.flatMap(({ row }) => (row === undefined ? [] : [row]));
  const first = isStraight ? 0 : Math.min(...rows);
  const dashed = feeders.every(({ kind }) => isDashed(kind));
  for (let row = first; row < height; row += 1) {
    const begins = row === first && !isStraight;
    if (rows.includes(row)) canvas.join(top + row, column, begins ? side.down : upright, dashed);
    else canvas.pass(top + row, column, upright, dashed);
  }
}
