import { takesOneInput } from './action.js';
import { GraphEdge } from './edge.js';
import { findCycles } from './find-cycles.js';
import { findReachable } from './find-reachable.js';
import type { GraphParts } from './graph-parts.js';
import { edgesOf } from './edges-of.js';
import { type GraphPlan, toPlan } from './graph-plan.js';
import type { GraphProblem } from './graph-problem.js';

/** Everything that is wrong with a graph, in the order a person would mend it: names first, then the shape. */
export function findProblems(parts: GraphParts): GraphProblem[] {
  const plan = toPlan(parts);
  return [...parts.mistakes, ...nameProblems(parts, plan), ...edgeProblems(parts), ...shapeProblems(plan)];
}

function nameProblems(parts: GraphParts, plan: GraphPlan): GraphProblem[] {
  const names = [...plan.nodes.keys()];
  const remedy = names.length === 0 ? 'the graph has no nodes' : `there are: ${shortList(names)}`;
  const unknown = (name: string, what: string): string[] =>
    plan.nodes.has(name) ? [] : [`${what}: there is no node '${name}'; ${remedy}`];
  const marks = (call: string, marked: readonly string[]): GraphProblem[] =>
    marked.flatMap((name) => unknown(name, `${call}('${name}')`).map((message) => ({ message, node: name })));
  return [
    ...repeated(parts.nodes.map(({ name }) => name)).map((name) => ({
      message: `node '${name}' is added more than once`,
      node: name,
    })),
    ...parts.edges.flatMap(({ from, to }) =>
      [...new Set([from, to])].flatMap((name) =>
        unknown(name, GraphEdge.describe({ from, to })).map((message) => ({ message, edge: { from, to } })),
      ),
    ),
    ...marks('startWith', parts.starts),
    ...marks('endWith', parts.ends),
    ...(parts.starts.length === 0 ? [{ message: "no start: say which nodes begin with startWith('…')" }] : []),
    ...(parts.ends.length === 0 ? [{ message: "no end: say whose output is the result with endWith('…')" }] : []),
  ];
}

function edgeProblems({ edges }: GraphParts): GraphProblem[] {
  const seen = new Map<string, Set<string>>();
  return edges.flatMap(({ from, to, maxVisits }) => {
    const targets = seen.get(from) ?? new Set();
    seen.set(from, targets);
    const edge = { from, to };
    const problems: GraphProblem[] = [];
    if (targets.has(to)) problems.push({ message: `${GraphEdge.describe(edge)} is added more than once`, edge });
    else if (from === to && maxVisits === undefined) {
      problems.push({
        message: `${GraphEdge.describe(edge)}: a node that leads to itself needs a bound, or it would never begin: set maxVisits`,
        edge,
      });
    }
    targets.add(to);
    return problems;
  });
}

function shapeProblems(plan: GraphPlan): GraphProblem[] {
  const reached = findReachable(plan, plan.starts, 'forward', GraphEdge.isForward);
  const reachedLate = findReachable(plan, plan.starts, 'forward');
  const ending = findReachable(plan, plan.ends, 'backward');
  const about = (test: (name: string) => boolean, message: (name: string) => string): GraphProblem[] =>
    [...plan.nodes.keys()].filter(test).map((node) => ({ message: message(node), node }));
  const sources = (edges: readonly GraphEdge[]): string => shortList(edges.map(({ from }) => from));
  const before = (name: string): readonly GraphEdge[] => edgesOf(plan.incoming, name).filter(GraphEdge.isForward);
  return [
    ...about(
      (name) => plan.starts.includes(name) && before(name).some(({ from }) => from !== name),
      (name) =>
        `start node '${name}' has an edge from ${sources(before(name))}: a start node gets the graph's input alone, unless the edge leads back and has maxVisits`,
    ),
    ...findCycles(plan).map((cycle) => ({
      message: `the nodes ${[...cycle, cycle[0]].join(' -> ')} form a cycle: each would wait for the one before. Give the edge that leads back maxVisits`,
      edge: { from: cycle.at(-1) ?? '', to: cycle[0] ?? '' },
    })),
    ...plan.edges
      .filter((edge) => GraphEdge.isBack(edge) && !leadsBack(plan, edge))
      .map(({ from, to }) => ({
        message: `${GraphEdge.describe({ from, to })} has maxVisits, but does not lead back: '${from}' does not come after '${to}'. Give it to the edge that closes the loop`,
        edge: { from, to },
      })),
    // Without a start every node is unreachable, and the missing start is the one thing to say; ends likewise.
    ...about(
      (name) => plan.starts.length > 0 && !reached.has(name),
      (name) =>
        reachedLate.has(name)
          ? `node '${name}' can only be reached by going back: the edges that first lead there must have no maxVisits`
          : `node '${name}' cannot be reached from a start`,
    ),
    ...about(
      (name) => plan.ends.length > 0 && !ending.has(name),
      (name) => `node '${name}' is a dead end: no end can be reached from it`,
    ),
    ...about(
      (name) => {
        const action = plan.nodes.get(name)?.action;
        return edgesOf(plan.incoming, name).length > 1 && action !== undefined && takesOneInput(action);
      },
      (name) =>
        `node '${name}' takes one input, but gets one argument per edge, from ${sources(edgesOf(plan.incoming, name))}: put a function in between that makes one of them`,
    ),
  ];
}

function leadsBack(plan: GraphPlan, { from, to }: GraphEdge): boolean {
  return findReachable(plan, [to], 'forward', GraphEdge.isForward).has(from);
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => `'${name}'`);
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}
