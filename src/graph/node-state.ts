/** Where a node of one run stands. */
export type NodeState = 'waiting' | 'running' | 'succeeded' | 'failed' | 'skipped' | 'cancelled';

/** States by node name, for drawings; a node that is left out is waiting. */
export type NodeStates<Name extends string = string> =
  Readonly<Partial<Record<Name, NodeState>>> | ReadonlyMap<Name, NodeState>;

/** Looks up a node's state; `undefined` where no states are given, and nothing is to be coloured. */
export function stateLookup(states: unknown): ((name: string) => NodeState) | undefined {
  // `JSON.stringify` calls `toJSON` with a key, which is not a set of states.
  if (typeof states !== 'object' || states === null) return undefined;
  const known = states instanceof Map ? (states as Map<string, NodeState>) : new Map(Object.entries(states));
  return (name) => (known.get(name) as NodeState | undefined) ?? 'waiting';
}
