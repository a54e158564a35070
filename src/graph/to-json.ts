import { type ActionKind, actionKind } from './action.js';
import type { EdgeRule } from './edge.js';
import type { GraphPlan } from './graph-plan.js';
import type { Join } from './node.js';
import { type NodeState, stateLookup } from './node-state.js';

/** A graph as plain data, for programs that draw or compare. */
export interface GraphJson {
  readonly name: string;
  readonly nodes: readonly NodeJson[];
  readonly edges: readonly EdgeJson[];
  readonly starts: readonly string[];
  readonly ends: readonly string[];
}

export interface NodeJson {
  readonly name: string;
  readonly action: ActionKind;
  readonly join: Join;
  readonly state?: NodeState;
  readonly visits?: number;
  /** Why it was skipped. */
  readonly reason?: string;
}

export interface EdgeJson {
  readonly from: string;
  readonly to: string;
  readonly on: EdgeRule;
  /** The name of the condition, or `'when'`. */
  readonly when?: string;
  /** Given for edges that lead back. */
  readonly maxVisits?: number;
}

export function toJson(plan: GraphPlan, states?: unknown): GraphJson {
  const stateOf = stateLookup(states);
  return {
    name: plan.name,
    nodes: [...plan.nodes.values()].map(({ name, action, join }) => ({
      name,
      action: actionKind(action) ?? 'function',
      join,
      ...stateOf?.(name),
    })),
    edges: plan.edges.map(({ from, to, on, when, maxVisits }) => ({
      from,
      to,
      on,
      // A function written in place has the name of the property, which is just the word for it.
      ...(when && { when: when.name || 'when' }),
      ...(maxVisits !== undefined && { maxVisits }),
    })),
    starts: [...plan.starts],
    ends: [...plan.ends],
  };
}
