import type { GraphEdge } from './edge.js';
import type { NodeState } from './node-state.js';

/**
 * What has become of an edge since its node was last visited.
 * - `taken`: its node ended as it wants, and its condition held. An edge back still waits to be followed.
 * - `followed`: an edge back that has led to the present visit of its target.
 * - `refused`: its condition did not hold. `unmatched`: its node ended another way. `unreached`: its node was skipped.
 */
export type EdgeState = 'undecided' | 'taken' | 'followed' | 'refused' | 'unmatched' | 'unreached';

/** Where one run of a graph stands, as plain data. What has not begun is in none of the maps. */
export interface Progress {
  /** The latest visit of each node. */
  readonly nodes: ReadonlyMap<string, NodeState>;
  readonly edges: ReadonlyMap<GraphEdge, EdgeState>;
  /** How often each node has begun. */
  readonly visits: ReadonlyMap<string, number>;
  /** The same since the loop was entered that begins with the node: what `maxVisits` bounds. */
  readonly rounds: ReadonlyMap<string, number>;
}

export const noProgress: Progress = Object.freeze({
  nodes: new Map(),
  edges: new Map(),
  visits: new Map(),
  rounds: new Map(),
});

export function stateOf({ edges }: Pick<Progress, 'edges'>, edge: GraphEdge): EdgeState {
  return edges.get(edge) ?? 'undecided';
}

/** Notes that a node has ended, or that an edge is decided. */
export function withNode(progress: Progress, name: string, state: NodeState): Progress {
  return { ...progress, nodes: new Map(progress.nodes).set(name, state) };
}

export function withEdge(progress: Progress, edge: GraphEdge, state: EdgeState): Progress {
  return { ...progress, edges: new Map(progress.edges).set(edge, state) };
}

/** A progress while the next step is worked out. */
export interface Draft extends Progress {
  readonly nodes: Map<string, NodeState>;
  readonly edges: Map<GraphEdge, EdgeState>;
  readonly visits: Map<string, number>;
  readonly rounds: Map<string, number>;
}

export function toDraft({ nodes, edges, visits, rounds }: Progress): Draft {
  return { nodes: new Map(nodes), edges: new Map(edges), visits: new Map(visits), rounds: new Map(rounds) };
}
