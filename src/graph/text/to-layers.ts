import type { GraphEdge } from '../edge.js';
import { edgesOf, type GraphPlan } from '../graph-plan.js';
import type { GraphNode } from '../node.js';

/** A place in a layer: a node, or the spot where a long edge passes by. */
export interface Slot {
  readonly layer: number;
  readonly node: GraphNode | undefined;
  /** Lines to the next layer. */
  readonly down: Link[];
  /** Lines from the layer before. */
  readonly up: Link[];
}

export interface Link {
  readonly from: Slot;
  readonly to: Slot;
  readonly conditional: boolean;
}

export interface Layers {
  readonly layers: readonly (readonly Slot[])[];
  /** Edges to an earlier node, which a drawing from top to bottom tells in words. */
  readonly back: readonly GraphEdge[];
}

/** Puts each node one layer below the lowest node that leads to it, and makes edges of one layer's length. */
export function toLayers(plan: GraphPlan): Layers {
  const back = new Set(findBackEdges(plan));
  const depths = new Map<string, number>();
  const depthOf = (name: string): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    const before = edgesOf(plan.incoming, name).filter((edge) => !back.has(edge));
    const depth = Math.max(0, ...before.map(({ from }) => depthOf(from) + 1));
    depths.set(name, depth);
    return depth;
  };
  const layers: Slot[][] = [];
  const addSlot = (layer: number, node?: GraphNode): Slot => {
    const slot: Slot = { layer, node, down: [], up: [] };
    (layers[layer] ??= []).push(slot);
    return slot;
  };
  const order = [...plan.nodes.values()].sort((a, b) => depthOf(a.name) - depthOf(b.name));
  const slots = new Map(order.map((node) => [node.name, addSlot(depthOf(node.name), node)]));
  for (const [name, from] of slots) {
    const edges = edgesOf(plan.outgoing, name).filter((edge) => !back.has(edge));
    for (const conditional of [false, true]) {
      const targets = edges.filter(({ when }) => (when !== undefined) === conditional).map(({ to }) => slots.get(to));
      connect(from, targets as Slot[], conditional, addSlot);
    }
  }
  return { layers, back: [...back] };
}

/** Long edges from one node share their way down. */
function connect(from: Slot, targets: readonly Slot[], conditional: boolean, addSlot: (layer: number) => Slot): void {
  const link = (above: Slot, to: Slot): void => {
    const made = { from: above, to, conditional };
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

function findBackEdges(plan: GraphPlan): GraphEdge[] {
  const back: GraphEdge[] = [];
  const states = new Map<string, 'open' | 'done'>();
  const visit = (name: string): void => {
    states.set(name, 'open');
    for (const edge of edgesOf(plan.outgoing, name)) {
      if (states.get(edge.to) === 'open') back.push(edge);
      else if (!states.has(edge.to)) visit(edge.to);
    }
    states.set(name, 'done');
  };
  for (const name of [...plan.starts, ...plan.nodes.keys()]) if (!states.has(name)) visit(name);
  return back;
}
