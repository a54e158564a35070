import { GraphEdge } from './edge.js';
import { edgesOf } from './edges-of.js';
import type { GraphPlan } from './graph-plan.js';

/**
 * Cycles without a bound as lists of names, each beginning with its first declared node. Every node that lies on some
 * such cycle is in at least one of them; an edge from a node to itself is not counted.
 */
export function findCycles(plan: GraphPlan): string[][] {
  const order = [...plan.nodes.keys()];
  const named = new Set<string>();
  const cycles: string[][] = [];
  for (const name of order) {
    if (named.has(name)) continue;
    const cycle = shortestCycle(plan, name);
    if (!cycle) continue;
    for (const member of cycle) named.add(member);
    const first = order.find((member) => cycle.includes(member)) ?? name;
    const turn = cycle.indexOf(first);
    cycles.push([...cycle.slice(turn), ...cycle.slice(0, turn)]);
  }
  return cycles;
}

function shortestCycle(plan: GraphPlan, start: string): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const name of queue) {
    for (const { to } of edgesOf(plan.outgoing, name).filter(GraphEdge.isForward)) {
      if (to === name) continue;
      if (to === start) return pathTo(name, cameFrom);
      if (cameFrom.has(to)) continue;
      cameFrom.set(to, name);
      queue.push(to);
    }
  }
  return undefined;
}

function pathTo(last: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const path: string[] = [];
  for (let name: string | undefined = last; name !== undefined; name = cameFrom.get(name)) path.unshift(name);
  return path;
}
