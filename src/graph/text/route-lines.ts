import { placeArrivals } from './arrival-ports.js';
import { type LineKind, lineKinds } from './line-kind.js';
import type { Place } from './place-slots.js';
import type { Link, Slot } from './to-layers.js';

/** All lines of one kind from one slot to the next layer: they leave at one column and share one row on their way. */
export interface Net {
  readonly from: Slot;
  readonly kind: LineKind;
  /** The column it leaves by. */
  readonly out: number;
  /** The columns of its arrows. */
  readonly arrivals: readonly number[];
  /** The row between the layers on which it runs sideways; `undefined` for a straight line. */
  readonly row: number | undefined;
}

export interface Route {
  readonly nets: readonly Net[];
  /** Rows between the layers. */
  readonly height: number;
}

/** Finds ways from a layer to the next on which lines of different nets only ever cross, and never run together. */
export function routeLines(layer: readonly Slot[], places: ReadonlyMap<Slot, Place>): Route {
  const below = new Set(layer.flatMap(({ down }) => down.map(({ to }) => to)));
  const columns = placeArrivals([...below], (slot) => places.get(slot)?.centre ?? 0);
  const nets = layer.flatMap((slot) => leave(slot, places.get(slot), columns));
  const spans = nets.map((net) => ({ net, ...spanOf(net) })).filter(({ least, most }) => least < most);
  const rows: (typeof spans)[] = [];
  for (const span of spans.sort((a, b) => a.least - b.least)) {
    const free = rows.find((row) => row.every((other) => areApart(other, span) || meetAtArrow(other.net, span.net)));
    if (free) free.push(span);
    else rows.push([span]);
  }
  const rowOf = (net: Unrouted): number => rows.findIndex((row) => row.some((span) => span.net === net));
  return {
    nets: nets.map((net) => ({ ...net, row: rowOf(net) === -1 ? undefined : rowOf(net) })),
    height: Math.max(rows.length, 1),
  };
}

type Unrouted = Omit<Net, 'row'>;

/** Chooses the columns by which a slot's lines leave: straight down where possible, never above a stranger's arrow. */
function leave(from: Slot, place: Place | undefined, columns: ReadonlyMap<Link, number>): Unrouted[] {
  const kinds = lineKinds.filter((kind) => from.down.some((link) => link.kind === kind));
  const { left = 0, right = 0, centre = 0 } = place ?? {};
  const [first, last] = from.node ? [left + 1, right - 1] : [left, right];
  const strangers = new Set([...columns].flatMap(([link, column]) => (link.from === from ? [] : [column])));
  const used = new Set<number>();
  return kinds.map((kind, index) => {
    const links = from.down.filter((link) => link.kind === kind);
    const arrivals = links.map((link) => columns.get(link) ?? centre);
    const siblings = new Set(from.down.filter((link) => !links.includes(link)).map((link) => columns.get(link)));
    const isClear = (column: number): boolean =>
      column >= first &&
      column <= last &&
      !used.has(column) &&
      (arrivals.includes(column) || (!strangers.has(column) && !siblings.has(column)));
    const wish = centre + 2 * index - (kinds.length - 1);
    const sideways = Array.from({ length: right - left }, (_, step) => [wish + step, wish - step]).flat();
    const out = [...(arrivals.length === 1 ? arrivals : []), ...sideways].find(isClear) ?? wish;
    used.add(out);
    return { from, kind, out, arrivals };
  });
}

interface Span {
  readonly least: number;
  readonly most: number;
}

/** The columns a net takes on its row. */
export function spanOf({ out, arrivals }: Unrouted): Span {
  return { least: Math.min(out, ...arrivals), most: Math.max(out, ...arrivals) };
}

function areApart(a: Span, b: Span): boolean {
  return a.most + 1 < b.least || b.most + 1 < a.least;
}

/** Two lines that come from both sides to one arrow, and lead nowhere else, may share its row. */
function meetAtArrow(a: Unrouted, b: Unrouted): boolean {
  const [arrow] = a.arrivals;
  if (a.arrivals.length > 1 || b.arrivals.length > 1 || arrow === undefined || arrow !== b.arrivals[0]) return false;
  return a.out < arrow !== b.out < arrow;
}
