import { type ActionKind, actionKind } from './action.js';
import { edgeLabel, type EdgeRule } from './edge.js';
import type { GraphPlan } from './graph-plan.js';
import type { Join } from './node.js';
import { type NodeState, stateLookup } from './node-state.js';

/** A graph as plain data, for programs that draw or compare. */
export interface GraphJson {
  readonly name: string;
  readonly nodes: readonly {
    readonly name: string;
    readonly action: ActionKind;
    readonly join: Join;
    readonly state?: NodeState;
  }[];
  /** `when`: the name of the condition, or `'when'`. */
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly on: EdgeRule;
    readonly when?: string;
  }[];
  readonly starts: readonly string[];
  readonly ends: readonly string[];
}

export function toJson(plan: GraphPlan, states?: unknown): GraphJson {
  const stateOf = stateLookup(states);
  return {
    name: plan.name,
    nodes: [...plan.nodes.values()].map(({ name, action, join }) => ({
      name,
      action: actionKind(action) ?? 'function',
      join,
      ...(stateOf && { state: stateOf(name) }),
    })),
    edges: plan.edges.map((edge) => ({
      from: edge.from,
      to: edge.to,
      on: edge.on,
      ...(edge.when && { when: edgeLabel(edge) }),
    })),
    starts: [...plan.starts],
    ends: [...plan.ends],
  };
}
