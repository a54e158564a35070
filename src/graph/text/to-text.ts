import { edgeLabel } from '../edge-label.js';
import type { NodeState } from '../node-state.js';
import type { EdgeJson, GraphJson, NodeJson } from '../to-json.js';
import { groupArrivals } from './arrival-ports.js';
import { Canvas, side } from './canvas.js';
import { drawRoute } from './draw-route.js';
import { isDashed, lineKind, lineSigns } from './line-kind.js';
import { orderLayers } from './order-layers.js';
import { type Place, placeSlots } from './place-slots.js';
import { type Net, routeLines } from './route-lines.js';
import { textWidth } from './text-width.js';
import { type Slot, toLayers } from './to-layers.js';

const marks: { readonly [S in NodeState]: string } = {
  pending: '◌',
  running: '●',
  succeeded: '✓',
  failed: '✗',
  skipped: '–',
  cancelled: '⊘',
};

/** Longer names are cut in drawings. */
const longestName = 40;

/** A drawing from top to bottom for terminals; what the signs mean stands below it, as far as they are used. */
export function toText(graph: GraphJson): string {
  const { layers, back } = toLayers(graph);
  const ordered = orderLayers(layers);
  const labelOf = (node: NodeJson): string => label(graph, node, back);
  const widthOf = (slot: Slot): number => {
    // Three columns for a line that passes by leave it room to step aside.
    if (!slot.node) return 3;
    const kinds = new Set(slot.down.map(({ kind }) => kind)).size;
    return Math.max(textWidth(labelOf(slot.node)) + 4, 2 * groupArrivals(slot).length + 1, 2 * kinds + 1);
  };
  const places = placeSlots(ordered, widthOf);
  const canvas = new Canvas();
  let top = 0;
  let arrows: readonly number[] = [];
  for (const layer of ordered) {
    const route = routeLines(layer, places);
    for (const slot of layer) {
      const place = places.get(slot) as Place;
      const nets = route.nets.filter(({ from }) => from === slot);
      if (slot.node) drawBox(canvas, { top, place, text: labelOf(slot.node), nets, arrows });
      else drawPassing(canvas, slot, { top, place, nets });
    }
    drawRoute(canvas, route, top + 3);
    top += 3 + route.height;
    arrows = route.nets.flatMap(({ arrivals }) => arrivals);
  }
  const notes = [...conditions(graph, back), ...loops(back), ...skips(graph)];
  const parts = [[`graph ${graph.name}`], canvas.toLines(), notes, legend(graph, back)];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n').trimEnd())
    .join('\n\n');
}

function label({ starts, ends }: GraphJson, node: NodeJson, back: readonly EdgeJson[]): string {
  const { name, join, state, visits = 0 } = node;
  return [
    state && marks[state],
    starts.includes(name) && '▶',
    short(name),
    visits > 1 && `×${visits}`,
    join === 'any' && '(any)',
    back.some(({ from }) => from === name) && '↺',
    ends.includes(name) && '■',
  ]
    .filter(Boolean)
    .join(' ');
}

interface Box {
  readonly top: number;
  readonly place: Place;
  readonly text: string;
  readonly nets: readonly Net[];
  /** All columns by which lines come down to the layer. */
  readonly arrows: readonly number[];
}

function drawBox(canvas: Canvas, { top, place, text, nets, arrows }: Box): void {
  const line = '─'.repeat(place.right - place.left - 1);
  canvas.write(top, place.left, `┌${line}┐`);
  canvas.write(top + 1, place.left, '│');
  canvas.write(top + 1, place.left + 2, text);
  canvas.write(top + 1, place.right, '│');
  canvas.write(top + 2, place.left, `└${line}┘`);
  for (const column of arrows) if (column > place.left && column < place.right) canvas.write(top, column, '▼');
  for (const { out, kind } of nets) canvas.write(top + 2, out, lineSigns[kind]);
}

function drawPassing(
  canvas: Canvas,
  slot: Slot,
  { top, place, nets }: { readonly top: number; readonly place: Place; readonly nets: readonly Net[] },
): void {
  const dashed = slot.up.every(({ kind }) => isDashed(kind));
  const out = nets[0]?.out ?? place.centre;
  for (let row = top; row < top + 3; row += 1) canvas.pass(row, place.centre, side.up + side.down, dashed);
  if (out === place.centre) return;
  canvas.pass(top + 2, place.centre, side.up + (out > place.centre ? side.right : side.left), dashed);
  canvas.join(top + 2, out, side.down + (out > place.centre ? side.left : side.right), dashed);
}

function conditions({ edges }: GraphJson, back: readonly EdgeJson[]): string[] {
  return edges
    .filter((edge) => !back.includes(edge) && edgeLabel(edge) !== '')
    .map((edge) => `${lineSigns[lineKind(edge)]} ${way(edge)}: ${edgeLabel(edge)}`);
}

function loops(back: readonly EdgeJson[]): string[] {
  return back.map((edge) => [`↺ ${way(edge)}`, edgeLabel(edge)].filter(Boolean).join(': '));
}

function skips({ nodes }: GraphJson): string[] {
  return nodes.flatMap(({ name, reason }) =>
    reason === undefined ? [] : [`${marks.skipped} ${short(name)}: ${reason}`],
  );
}

function way({ from, to }: EdgeJson): string {
  return `${short(from)} -> ${short(to)}`;
}

function legend({ nodes, edges, starts, ends }: GraphJson, back: readonly EdgeJson[]): string[] {
  const kinds = new Set(edges.filter((edge) => !back.includes(edge)).map(lineKind));
  const parts = [
    starts.length > 0 && '▶ start',
    ends.length > 0 && '■ end',
    nodes.some(({ join }) => join === 'any') && '(any) one edge is enough',
    kinds.has('condition') && `${lineSigns.condition} on a condition`,
    kinds.has('failure') && `${lineSigns.failure} after a failure`,
    back.length > 0 && '↺ leads back',
    nodes.some(({ visits = 0 }) => visits > 1) && '×n visits',
    ...Object.entries(marks).map(([state, mark]) => nodes.some((node) => node.state === state) && `${mark} ${state}`),
  ].filter(Boolean);
  return parts.length === 0 ? [] : [parts.join('   ')];
}

function short(name: string): string {
  const characters = Array.from(name);
  return characters.length > longestName ? `${characters.slice(0, longestName - 1).join('')}…` : name;
}
