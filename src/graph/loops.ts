import { GraphEdge } from './edge.js';
import { findReachable } from './find-reachable.js';

interface Ways {
  readonly edges: readonly GraphEdge[];
  readonly incoming: ReadonlyMap<string, readonly GraphEdge[]>;
  readonly outgoing: ReadonlyMap<string, readonly GraphEdge[]>;
}

/** Where an edge back leads to. */
export interface Entry {
  /** The nodes from which one gets back there, itself included. */
  readonly loop: ReadonlySet<string>;
  /** All nodes one gets to from there without going back, itself included: what is visited anew. */
  readonly behind: ReadonlySet<string>;
}

export interface Loops {
  /** By the node the edges back lead to. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** The loops that an edge leaves, by the nodes they are made of; edges that leave none are left out. */
  readonly left: ReadonlyMap<GraphEdge, readonly ReadonlySet<string>[]>;
}

/**
 * The loops of a graph. Nodes that reach each other are one loop; without the edges back to where it begins, the loops
 * that remain among them are the inner ones.
 */
export function findLoops(ways: Ways): Loops {
  const entries = new Map<string, Entry>();
  const loops: ReadonlySet<string>[] = [];
  const search = (edges: readonly GraphEdge[]): void => {
    const within = new Set(edges);
    const isOpen = (edge: GraphEdge): boolean => within.has(edge);
    const targets = new Set(edges.filter(GraphEdge.isBack).map(({ to }) => to));
    for (const target of targets) {
      const before = findReachable(ways, [target], 'backward', isOpen);
      const loop = new Set([...findReachable(ways, [target], 'forward', isOpen)].filter((name) => before.has(name)));
      const first = firstOf([...targets].filter((name) => loop.has(name)));
      for (const name of loop) targets.delete(name);
      loops.push(loop);
      for (const { name, behind } of first) entries.set(name, { loop, behind });
      const begins = new Set(first.map(({ name }) => name));
      const isInner = (edge: GraphEdge): boolean =>
        loop.has(edge.from) && loop.has(edge.to) && !(GraphEdge.isBack(edge) && begins.has(edge.to));
      search(edges.filter(isInner));
    }
  };
  /** Of the nodes that edges back lead to, those that are behind no other. */
  const firstOf = (names: readonly string[]): { readonly name: string; readonly behind: ReadonlySet<string> }[] => {
    const found = names.map((name) => ({
      name,
      behind: findReachable(ways, [name], 'forward', GraphEdge.isForward),
    }));
    const first = found.filter((one) => !found.some((other) => other !== one && other.behind.has(one.name)));
    // Only a graph that is not valid has none, and is never run.
    return first.length > 0 ? first : found;
  };
  if (ways.edges.some(GraphEdge.isBack)) search(ways.edges);
  const left = ways.edges.map(
    (edge) => [edge, loops.filter((loop) => loop.has(edge.from) && !loop.has(edge.to))] as const,
  );
  return { entries, left: new Map(left.filter(([, some]) => some.length > 0)) };
}
