import { expect, test } from 'vitest';
import { GraphEdge } from '../../src/graph/edge.js';
import { type GraphPlan, toPlan } from '../../src/graph/graph-plan.js';
import { GraphNode } from '../../src/graph/node.js';
import { noProgress, type Progress, withEdge, withNode } from '../../src/graph/progress.js';
import { advance } from '../../src/graph/ready.js';

const plan = (nodes: string, edges: string, anyJoins = ''): GraphPlan =>
  toPlan({
    name: 'pure',
    nodes: Array.from(nodes, (name) =>
      GraphNode.create(name, () => undefined, { join: anyJoins.includes(name) ? 'any' : 'all' }),
    ),
    edges: edges
      .split(' ')
      .filter(Boolean)
      .map((pair) => GraphEdge.create(pair[0] ?? '', pair[1] ?? '')),
    starts: [nodes[0] ?? ''],
    ends: [],
    mistakes: [],
  });

const names = (nodes: readonly GraphNode[]): string => nodes.map(({ name }) => name).join('');

function ended(graph: GraphPlan, progress: Progress, name: string): Progress {
  const taken = (now: Progress, edge: GraphEdge): Progress => withEdge(now, edge, 'taken');
  return graph.edges.filter(({ from }) => from === name).reduce(taken, withNode(progress, name, 'succeeded'));
}

test('nodes without edges are ready first, in the order they were added, and only once', () => {
  const graph = plan('cab', '');
  const step = advance(graph, noProgress);
  expect(names(step.ready)).toBe('cab');
  expect(names(advance(graph, step.progress).ready)).toBe('');
});

test('what becomes ready does not depend on the order in which the nodes before it ended', () => {
  const graph = plan('abxyz', 'ax bx ay by bz');
  const begin = advance(graph, noProgress).progress;
  const forward = advance(graph, ended(graph, ended(graph, begin, 'a'), 'b'));
  const backward = advance(graph, ended(graph, ended(graph, begin, 'b'), 'a'));
  expect(names(forward.ready)).toBe('xyz');
  expect(names(backward.ready)).toBe('xyz');
});

test('a skip travels to everything that depends on it, against the order of declaration too', () => {
  const graph = plan('adcb', 'ab bc cd');
  const begin = ended(graph, advance(graph, noProgress).progress, 'a');
  const [first] = graph.edges;
  const { progress, ready } = advance(graph, withEdge(begin, first as GraphEdge, 'refused'));
  expect(ready).toEqual([]);
  expect([...progress.nodes]).toEqual([
    ['a', 'succeeded'],
    ['b', 'skipped'],
    ['c', 'skipped'],
    ['d', 'skipped'],
  ]);
});

test('an any-join is skipped only when no edge is taken', () => {
  const graph = plan('abj', 'aj bj', 'j');
  const [left, right] = graph.edges as [GraphEdge, GraphEdge];
  const begin = advance(graph, noProgress).progress;
  const decide = (a: 'taken' | 'refused' | 'undecided', b: 'taken' | 'refused') =>
    advance(graph, withEdge(withEdge(begin, left, a), right, b));
  expect(names(decide('refused', 'taken').ready)).toBe('j');
  expect(names(decide('undecided', 'taken').ready)).toBe('');
  expect(decide('refused', 'refused').progress.nodes.get('j')).toBe('skipped');
});

test('a step leaves the progress it was given as it was', () => {
  const graph = plan('ab', 'ab');
  advance(graph, noProgress);
  expect(noProgress.nodes.size + noProgress.edges.size).toBe(0);
});
