import type { GraphEdge } from './edge.js';
import type { GraphParts } from './graph-parts.js';
import { findLoops, type Loops } from './loops.js';
import type { GraphNode } from './node.js';

/**
 * The parts of a graph, indexed. Of a graph with mistakes it holds what makes sense (the first of two nodes of one
 * name, edges between nodes that exist), so that it can still be examined and drawn.
 */
export interface GraphPlan {
  readonly name: string;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: readonly GraphEdge[];
  readonly incoming: ReadonlyMap<string, readonly GraphEdge[]>;
  readonly outgoing: ReadonlyMap<string, readonly GraphEdge[]>;
  readonly starts: readonly string[];
  readonly ends: readonly string[];
  readonly loops: Loops;
}

export function toPlan({ name, nodes, edges, starts, ends }: GraphParts): GraphPlan {
  const byName = new Map<string, GraphNode>();
  for (const node of nodes) if (!byName.has(node.name)) byName.set(node.name, node);
  const incoming = new Map<string, GraphEdge[]>();
  const outgoing = new Map<string, GraphEdge[]>();
  for (const known of byName.keys()) {
    incoming.set(known, []);
    outgoing.set(known, []);
  }
  const used: GraphEdge[] = [];
  for (const edge of edges) {
    const [out, into] = [outgoing.get(edge.from), incoming.get(edge.to)];
    if (!out || !into || out.some(({ to }) => to === edge.to)) continue;
    out.push(edge);
    into.push(edge);
    used.push(edge);
  }
  const known = (names: readonly string[]): string[] => [...new Set(names)].filter((one) => byName.has(one));
  return {
    name,
    nodes: byName,
    edges: used,
    incoming,
    outgoing,
    starts: known(starts),
    ends: known(ends),
    loops: findLoops({ edges: used, incoming, outgoing }),
  };
}
