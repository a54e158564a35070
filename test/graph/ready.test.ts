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

/** a -> b -> c, and back from b to a. */
const loop = toPlan({
  name: 'loop',
  nodes: Array.from('abc', (name) => GraphNode.create(name, () => undefined)),
  edges: [GraphEdge.create('a', 'b'), GraphEdge.create('b', 'c'), GraphEdge.create('b', 'a', { maxVisits: 2 })],
  starts: ['a'],
  ends: ['c'],
  mistakes: [],
});
const [ab, bc, ba] = loop.edges as [GraphEdge, GraphEdge, GraphEdge];

/** One round of it, up to the decision of b. */
function round(progress: Progress, exit: 'taken' | 'refused', back: 'taken' | 'refused') {
  const begun = withEdge(withNode(progress, 'a', 'succeeded'), ab, 'taken');
  const decided = withNode(advance(loop, begun).progress, 'b', 'succeeded');
  return advance(loop, withEdge(withEdge(decided, bc, exit), ba, back));
}

test('going back visits anew what is behind, and counts', () => {
  const first = advance(loop, noProgress);
  const again = round(first.progress, 'refused', 'taken');
  expect(names(again.ready)).toBe('a');
  expect([...again.progress.nodes]).toEqual([['a', 'running']]);
  expect([...again.progress.edges]).toEqual([[ba, 'followed']]);
  expect([...again.progress.visits]).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
  expect(again.skipped.size).toBe(0);
  const last = round(again.progress, 'refused', 'taken');
  expect(last.exceeded).toBe(ba);
  expect(last.ready).toEqual([]);
});

test('an edge that leaves a loop and is not taken counts when the loop is over', () => {
  const over = round(advance(loop, noProgress).progress, 'refused', 'refused');
  expect([...over.skipped]).toEqual([['c', "the condition of edge 'b' -> 'c' did not hold"]]);
});

test('an edge back waits for what an edge that leaves the loop has started', () => {
  const left = round(advance(loop, noProgress).progress, 'taken', 'taken');
  expect(names(left.ready)).toBe('c');
  expect(names(advance(loop, withNode(left.progress, 'c', 'succeeded')).ready)).toBe('a');
});

test('a step leaves the progress it was given as it was', () => {
  const graph = plan('ab', 'ab');
  advance(graph, noProgress);
  expect(noProgress.nodes.size + noProgress.edges.size).toBe(0);
});
