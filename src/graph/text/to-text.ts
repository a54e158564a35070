import { edgeLabel } from '../edge.js';
import type { GraphPlan } from '../graph-plan.js';
import { type NodeState, stateLookup } from '../node-state.js';
import { groupArrivals } from './arrival-ports.js';
import { Canvas, side } from './canvas.js';
import { drawRoute } from './draw-route.js';
import { orderLayers } from './order-layers.js';
import { type Place, placeSlots } from './place-slots.js';
import { type Net, routeLines } from './route-lines.js';
import { textWidth } from './text-width.js';
import { type Slot, toLayers } from './to-layers.js';

const marks: { readonly [S in NodeState]: string } = {
  waiting: '◌',
  running: '●',
  succeeded: '✓',
  failed: '✗',
  skipped: '–',
  cancelled: '⊘',
};

/** Longer names are cut in drawings. */
const longestName = 40;

/** A drawing from top to bottom for terminals; what the signs mean stands below it, as far as they are used. */
export function toText(plan: GraphPlan, states?: unknown): string {
  const stateOf = stateLookup(states);
  const { layers, back } = toLayers(plan);
  const ordered = orderLayers(layers);
  const labelOf = (name: string): string => label(plan, name, stateOf?.(name));
  const widthOf = (slot: Slot): number => {
    // Three columns for a line that passes by leave it room to step aside.
    if (!slot.node) return 3;
    return Math.max(textWidth(labelOf(slot.node.name)) + 4, 2 * groupArrivals(slot).length + 1);
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
      if (slot.node) drawBox(canvas, { top, place, text: labelOf(slot.node.name), nets, arrows });
      else drawPassing(canvas, slot, { top, place, nets });
    }
    drawRoute(canvas, route, top + 3);
    top += 3 + route.height;
    arrows = route.nets.flatMap(({ arrivals }) => arrivals);
  }
  const repeats = back.map(({ from, to }) => `↺ ${short(from)} -> ${short(to)}`);
  const parts = [[`graph ${plan.name}`], canvas.toLines(), [...conditions(plan), ...repeats], legend(plan, stateOf)];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n').trimEnd())
    .join('\n\n');
}

function label(plan: GraphPlan, name: string, state: NodeState | undefined): string {
  return [
    state && marks[state],
    plan.starts.includes(name) && '▶',
    short(name),
    plan.nodes.get(name)?.join === 'any' && '(any)',
    plan.ends.includes(name) && '■',
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
  for (const { out, conditional } of nets) canvas.write(top + 2, out, conditional ? '◇' : '┬');
}

function drawPassing(
  canvas: Canvas,
  slot: Slot,
  { top, place, nets }: { readonly top: number; readonly place: Place; readonly nets: readonly Net[] },
): void {
  const conditional = slot.up.every((link) => link.conditional);
  const out = nets[0]?.out ?? place.centre;
  for (let row = top; row < top + 3; row += 1) canvas.pass(row, place.centre, side.up + side.down, conditional);
  if (out === place.centre) return;
  canvas.pass(top + 2, place.centre, side.up + (out > place.centre ? side.right : side.left), conditional);
  canvas.join(top + 2, out, side.down + (out > place.centre ? side.left : side.right), conditional);
}

function conditions(plan: GraphPlan): string[] {
  return plan.edges
    .filter(({ when }) => when !== undefined)
    .map((edge) => `◇ ${short(edge.from)} -> ${short(edge.to)}: ${edgeLabel(edge)}`);
}

function legend(plan: GraphPlan, stateOf: ((name: string) => NodeState) | undefined): string[] {
  const nodes = [...plan.nodes.values()];
  const used = new Set(stateOf ? nodes.map(({ name }) => stateOf(name)) : []);
  const parts = [
    plan.starts.length > 0 && '▶ start',
    plan.ends.length > 0 && '■ end',
    nodes.some(({ join }) => join === 'any') && '(any) one edge is enough',
    plan.edges.some(({ when }) => when) && '◇ on a condition',
    ...Object.entries(marks).map(([state, mark]) => used.has(state as NodeState) && `${mark} ${state}`),
  ].filter(Boolean);
  return parts.length === 0 ? [] : [parts.join('   ')];
}

function short(name: string): string {
  const characters = Array.from(name);
  return characters.length > longestName ? `${characters.slice(0, longestName - 1).join('')}…` : name;
}
