import type { GraphEdge } from './edge.js';
import { edgesOf, type GraphPlan } from './graph-plan.js';
import type { GraphNode, Join } from './node.js';
import type { NodeState } from './node-state.js';

/** `refused`: its condition did not hold. `unreached`: the node it comes from was skipped. */
export type EdgeState = 'undecided' | 'taken' | 'refused' | 'unreached';

/** Where one run of a graph stands, as plain data. What has not begun is in neither map. */
export interface Progress {
  readonly nodes: ReadonlyMap<string, NodeState>;
  readonly edges: ReadonlyMap<GraphEdge, EdgeState>;
}

export const noProgress: Progress = Object.freeze({ nodes: new Map(), edges: new Map() });

/** What a node does, given the states of its incoming edges. */
const joinVerdicts: { readonly [J in Join]: (edges: readonly EdgeState[]) => 'wait' | 'run' | 'skip' } = {
  // One edge that is not taken decides; what depends on the node need not wait for the others.
  all: (edges) =>
    edges.some((edge) => edge === 'refused' || edge === 'unreached')
      ? 'skip'
      : edges.includes('undecided')
        ? 'wait'
        : 'run',
  any: (edges) =>
    edges.includes('undecided') ? 'wait' : edges.length === 0 || edges.includes('taken') ? 'run' : 'skip',
};

/** Skips what can no longer run, and names the nodes that can run now, in the order they were added. */
export function advance(
  plan: GraphPlan,
  progress: Progress,
): { readonly progress: Progress; readonly ready: readonly GraphNode[] } {
  const nodes = new Map(progress.nodes);
  const edges = new Map(progress.edges);
  const waiting = (verdict: 'run' | 'skip'): GraphNode[] =>
    [...plan.nodes.values()].filter(({ name, join }) => {
      if (nodes.has(name)) return false;
      const states = edgesOf(plan.incoming, name).map((edge) => edges.get(edge) ?? 'undecided');
      return joinVerdicts[join](states) === verdict;
    });
  for (let skipped = waiting('skip'); skipped.length > 0; skipped = waiting('skip')) {
    for (const { name } of skipped) {
      nodes.set(name, 'skipped');
      for (const edge of edgesOf(plan.outgoing, name)) edges.set(edge, 'unreached');
    }
  }
  const ready = waiting('run');
  for (const { name } of ready) nodes.set(name, 'running');
  return { progress: { nodes, edges }, ready };
}

/** Notes that a node has ended well, or that an edge is decided. */
export function withNode(progress: Progress, name: string, state: NodeState): Progress {
  return { ...progress, nodes: new Map(progress.nodes).set(name, state) };
}

export function withEdge(progress: Progress, edge: GraphEdge, state: EdgeState): Progress {
  return { ...progress, edges: new Map(progress.edges).set(edge, state) };
}
