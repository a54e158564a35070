import type { EdgeJson, GraphJson, NodeJson } from '../to-json.js';
import { type LineKind, lineKind, lineKinds } from './line-kind.js';

/** A place in a layer: a node, or the spot where a long edge passes by. */
export interface Slot {
  readonly layer: number;
  readonly node: NodeJson | undefined;
  /** Lines to the next layer. */
  readonly down: Link[];
  /** Lines from the layer before. */
  readonly up: Link[];
}

export interface Link {
  readonly from: Slot;
  readonly to: Slot;
  readonly kind: LineKind;
}

export interface Layers {
  readonly layers: readonly (readonly Slot[])[];
  /** Edges to an earlier node, which a drawing from top to bottom tells in words. */
  readonly back: readonly EdgeJson[];
}

/** Puts each node one layer below the lowest node that leads to it, and makes edges of one layer's length. */
export function toLayers(graph: GraphJson): Layers {
  const back = new Set(findBackEdges(graph));
  const edges = graph.edges.filter((edge) => !back.has(edge));
  const incoming = groupBy(edges, ({ to }) => to);
  const outgoing = groupBy(edges, ({ from }) => from);
  const depths = new Map<string, number>();
  const depthOf = (name: string): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    const depth = Math.max(0, ...(incoming.get(name) ?? []).map(({ from }) => depthOf(from) + 1));
    depths.set(name, depth);
    return depth;
  };
  const layers: Slot[][] = [];
  const addSlot = (layer: number, node?: NodeJson): Slot => {
    const slot: Slot = { layer, node, down: [], up: [] };
    (layers[layer] ??= []).push(slot);
    return slot;
  };
  const order = [...graph.nodes].sort((a, b) => depthOf(a.name) - depthOf(b.name));
  const slots = new Map(order.map((node) => [node.name, addSlot(depthOf(node.name), node)]));
  for (const [name, from] of slots) {
    for (const kind of lineKinds) {
      const some = (outgoing.get(name) ?? []).filter((edge) => lineKind(edge) === kind);
      connect(from, some.map(({ to }) => slots.get(to)) as Slot[], kind, addSlot);
    }
  }
  return { layers, back: [...back] };
}

/** Long edges from one node share their way down. */
function connect(from: Slot, targets: readonly Slot[], kind: LineKind, addSlot: (layer: number) => Slot): void {
  const link = (above: Slot, to: Slot): void => {
    const made = { from: above, to, kind };
    above.down.push(made);
    to.up.push(made);
  };
  let last = from;
  for (let layer = from.layer + 1, left = [...targets]; left.length > 0; layer += 1) {
    const above = last;
    for (const target of left.filter((one) => one.layer === layer)) link(above, target);
    left = left.filter((one) => one.layer > layer);
    if (left.length === 0) break;
    last = addSlot(layer);
    link(above, last);
  }
}

/** Edges that lead back: those that say so, and in a graph that cannot run whatever else closes a cycle. */
function findBackEdges({ nodes, edges, starts }: GraphJson): EdgeJson[] {
  const back = edges.filter(({ maxVisits }) => maxVisits !== undefined);
  const outgoing = groupBy(
    edges.filter(({ maxVisits }) => maxVisits === undefined),
    ({ from }) => from,
  );
  const states = new Map<string, 'open' | 'done'>();
  const visit = (name: string): void => {
    states.set(name, 'open');
    for (const edge of outgoing.get(name) ?? []) {
      if (states.get(edge.to) === 'open') back.push(edge);
      else if (!states.has(edge.to)) visit(edge.to);
    }
    states.set(name, 'done');
  };
  for (const name of [...starts, ...nodes.map((node) => node.name)]) if (!states.has(name)) visit(name);
  return back;
}

function groupBy(edges: readonly EdgeJson[], keyOf: (edge: EdgeJson) => string): ReadonlyMap<string, EdgeJson[]> {
  const groups = new Map<string, EdgeJson[]>();
  for (const edge of edges) groups.set(keyOf(edge), [...(groups.get(keyOf(edge)) ?? []), edge]);
  return groups;
}
