/** Where the latest visit of a node stands. */
export type NodeState = 'pending' | 'running' | 'succeeded' | 'failed' | 'skipped' | 'cancelled';

/** The same with what else a drawing can tell. */
export interface NodeFacts {
  readonly state: NodeState;
  /** How often the node has begun; drawn from 2 on. */
  readonly visits?: number;
  /** Why it was skipped. */
  readonly reason?: string;
}

/** States by node name, for drawings; a node that is left out is pending. */
export type NodeStates<Name extends string = string> =
  Readonly<Partial<Record<Name, NodeState | NodeFacts>>> | ReadonlyMap<Name, NodeState | NodeFacts>;

/** Looks up a node's state; `undefined` where no states are given, and nothing is to be coloured. */
export function stateLookup(states: unknown): ((name: string) => NodeFacts) | undefined {
  // `JSON.stringify` calls `toJSON` with a key, which is not a set of states.
  if (typeof states !== 'object' || states === null) return undefined;
  type Known = NodeState | NodeFacts;
  const known =
    states instanceof Map ? (states as Map<string, Known>) : new Map(Object.entries(states as Record<string, Known>));
  return (name) => {
    const found = known.get(name) ?? 'pending';
    return typeof found === 'string' ? { state: found } : found;
  };
}
