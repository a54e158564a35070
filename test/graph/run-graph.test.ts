import { describe, expect, test } from 'vitest';
import { DirectRuntime } from '../../src/direct/direct-runtime.js';
import { plainSettings } from '../../src/direct/plain-calls.js';
import { runUnder } from '../../src/direct/scope.js';
import { pause } from '../../src/flow/pause.js';
import { Graph } from '../../src/graph/graph.js';
import { task } from '../../src/task/task.js';
import { workflow } from '../../src/workflow/workflow.js';
import { gate } from './gate.js';
import { looseGraph } from './loose-graph.js';

const add = (amount: number) => (value: number) => value + amount;

test('F-35 a graph a -> b gives b(a(x))', async () => {
  const double = task('double', async (value: number) => value * 2);
  const flow = workflow('plus_one', async (value: number) => value + 1);
  const graph = new Graph<number>('chain')
    .addNode('a', double)
    .addNode('b', flow)
    .addEdge('a', 'b')
    .startWith('a')
    .endWith('b');
  expect(await graph.run(5)).toBe(11);
});

test('F-37 a node behind a condition that holds runs, behind one that does not is skipped', async () => {
  const ran: string[] = [];
  const mark = (name: string) => () => void ran.push(name);
  const graph = looseGraph('conditions')
    .addNode('first', () => 3)
    .addNode('small', mark('small'))
    .addNode('large', mark('large'))
    .addNode('after_large', mark('after_large'))
    .addEdge('first', 'small', { when: (value) => Number(value) < 5 })
    .addEdge('first', 'large', { when: (value) => Number(value) >= 5 })
    .addEdge('large', 'after_large')
    .startWith('first')
    .endWith('small')
    .endWith('after_large');
  await graph.run(0);
  expect(ran).toEqual(['small']);
});

test('F-38 synchronous conditions and actions are accepted like asynchronous ones', async () => {
  const graph = new Graph<string>('sync')
    .addNode('length', (text: string) => text.length)
    .addNode('double', async (length: number) => length * 2)
    .addNode('text', String)
    .addEdge('length', 'double', { when: (length) => length > 0 })
    .addEdge('double', 'text', { when: async (doubled) => doubled > 0 })
    .startWith('length')
    .endWith('text');
  expect(await graph.run('abc')).toBe('6');
});

describe('F-39 the graph validate -> (process | error) with two ends', () => {
  const graph = new Graph<number>('validate')
    .addNode('validate', (value: number) => ({ valid: value >= 0, value }))
    .addNode('process', ({ value }: { value: number }) => value * 10)
    .addNode('error', ({ value }: { value: number }) => `bad value ${value}`)
    .addEdge('validate', 'process', { when: ({ valid }) => valid })
    .addEdge('validate', 'error', { when: ({ valid }) => !valid })
    .startWith('validate')
    .endWith('process')
    .endWith('error');

  test.each([
    [4, 40],
    [-1, 'bad value -1'],
  ])('%d gives the value of the branch that ran, %j', async (input, output) => {
    expect(await graph.run(input)).toBe(output);
  });
});

test('F-40 independent nodes run at the same time', async () => {
  const [left, right] = [gate<string>(), gate<string>()];
  const graph = new Graph('side_by_side')
    .addNode('left', () => (left.open('from left'), right.opened))
    .addNode('right', () => (right.open('from right'), left.opened))
    .addNode('both', (a: string, b: string) => [a, b])
    .addEdge('left', 'both')
    .addEdge('right', 'both')
    .startWith('left')
    .startWith('right')
    .endWith('both');
  expect(await graph.run()).toEqual(['from right', 'from left']);
});

test('F-42 a graph with a pausing node goes on with the answer; nodes that ended do not run again', async () => {
  let before = 0;
  const graph = new Graph<string>('with_pause')
    .addNode('draft', (topic: string) => `draft ${++before} of ${topic}`)
    .addNode('review', (draft: string) => pause('review', { data: draft }))
    .addNode('publish', (draft: string, answer: unknown) => ({ draft, answer }))
    .addEdge('draft', 'review')
    .addEdge('draft', 'publish')
    .addEdge('review', 'publish')
    .startWith('draft')
    .endWith('publish');
  const direct = new DirectRuntime({ ...plainSettings, answers: { review: 'fine' } });
  expect(await runUnder(direct, () => graph.run('bees'))).toEqual({ draft: 'draft 1 of bees', answer: 'fine' });
});

describe('joins', () => {
  const branching = (join: 'all' | 'any') => {
    const seen: unknown[] = [];
    const graph = looseGraph(`join_${join}`)
      .addNode('start', (value: number) => value)
      .addNode('odd', () => 'odd')
      .addNode('even', () => 'even')
      .addNode('join', (...args: unknown[]) => (seen.push(args), 'joined'), { join })
      .addNode('after', (text: string) => text)
      .addEdge('start', 'even', { when: (value) => Number(value) % 2 === 0 })
      .addEdge('start', 'odd', { when: (value) => Number(value) % 2 === 1 })
      .addEdge('odd', 'join')
      .addEdge('even', 'join')
      .addEdge('join', 'after')
      .startWith('start')
      .endWith('after');
    return { graph, seen };
  };

  test('any: the node runs once with one argument per edge, undefined for the edge that was not taken', async () => {
    const { graph, seen } = branching('any');
    expect(await graph.run(2)).toBe('joined');
    expect(seen).toEqual([[undefined, 'even']]);
  });

  test('any: it waits until every edge is decided', async () => {
    const slow = gate<string>();
    const graph = looseGraph('any_waits')
      .addNode('fast', () => 'fast')
      .addNode('slow', () => slow.opened)
      .addNode('join', (...args: unknown[]) => args, { join: 'any' })
      .addNode('opener', () => slow.open('slow'))
      .addEdge('fast', 'join')
      .addEdge('slow', 'join')
      .addEdge('fast', 'opener')
      .addEdge('opener', 'end')
      .addEdge('join', 'end')
      .addNode('end', (_: unknown, joined: unknown) => joined)
      .startWith('fast')
      .startWith('slow')
      .endWith('end');
    expect(await graph.run(0)).toEqual(['fast', 'slow']);
  });

  test('all: one edge that is not taken skips the node and what depends on it', async () => {
    const { graph, seen } = branching('all');
    await expect(graph.run(2)).rejects.toMatchObject({
      code: 'Graph.NoEndReached',
      details: {
        graph: 'join_all',
        ends: ['after'],
        skipped: [
          { node: 'odd', reason: "the condition of edge 'start' -> 'odd' did not hold" },
          { node: 'join', reason: "'odd' was skipped" },
          { node: 'after', reason: "'join' was skipped" },
        ],
      },
    });
    expect(seen).toEqual([]);
  });

  test('a skipped node does not hold up an any-join behind it', async () => {
    const last = gate<string>();
    const graph = looseGraph('early_skip')
      .addNode('slow', () => last.opened)
      .addNode('no', () => 'no')
      .addNode('never', () => 'never')
      .addNode('yes', () => 'yes')
      .addNode('join', (...args: unknown[]) => (last.open('after the join'), args), { join: 'any' })
      .addNode('end', (slow: string, joined: unknown) => [slow, joined])
      .addEdge('slow', 'never')
      .addEdge('no', 'never', { when: () => false })
      .addEdge('never', 'join')
      .addEdge('yes', 'join')
      .addEdge('slow', 'end')
      .addEdge('join', 'end')
      .startWith('slow')
      .startWith('no')
      .startWith('yes')
      .endWith('end');
    expect(await graph.run(0)).toEqual(['after the join', [undefined, 'yes']]);
  });
});

test('a node reached over paths of different length runs once, each condition is asked once', async () => {
  const counts = new Map<string, number>();
  const count = (name: string): number => {
    const times = (counts.get(name) ?? 0) + 1;
    counts.set(name, times);
    return times;
  };
  const when = (name: string) => () => count(name) > 0;
  const graph = looseGraph('diamond')
    .addNode('a', () => count('a'))
    .addNode('b', () => count('b'))
    .addNode('c', () => count('c'))
    .addNode('d', (...args: number[]) => (count('d'), args))
    .addEdge('a', 'b', { when: when('a-b') })
    .addEdge('b', 'c', { when: when('b-c') })
    .addEdge('a', 'd', { when: when('a-d') })
    .addEdge('c', 'd', { when: when('c-d') })
    .addEdge('b', 'd')
    .startWith('a')
    .endWith('d');
  expect(await graph.run(0)).toEqual([1, 1, 1]);
  expect(Object.fromEntries(counts)).toEqual({ a: 1, b: 1, c: 1, d: 1, 'a-b': 1, 'b-c': 1, 'a-d': 1, 'c-d': 1 });
});

test('several ends that ran give an object by node name', async () => {
  const graph = new Graph<number>('two_ends')
    .addNode('one', add(1))
    .addNode('__proto__', add(2))
    .addNode('three', add(3))
    .addEdge('one', '__proto__')
    .addEdge('one', 'three')
    .startWith('one')
    .endWith('three')
    .endWith('__proto__');
  const result = await graph.run(0);
  expect(Object.entries(result)).toEqual([
    ['three', 4],
    ['__proto__', 3],
  ]);
  expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
});

test('falsy outputs are outputs', async () => {
  for (const value of [0, '', false, null, undefined]) {
    const graph = looseGraph('falsy')
      .addNode('a', () => value)
      .addNode('b', (given: unknown) => given)
      .addEdge('a', 'b')
      .startWith('a')
      .endWith('b');
    expect(await graph.run(1)).toBe(value);
  }
});

test('the same graph runs twice at once without mixing the two', async () => {
  const gates = { x: gate(), y: gate() };
  const graph = new Graph<'x' | 'y'>('shared')
    .addNode('name', (name: 'x' | 'y') => name)
    .addNode('wait', async (name: 'x' | 'y') => {
      await gates[name].opened;
      return name;
    })
    .addNode('pair', (first: string, second: string) => first + second)
    .addEdge('name', 'pair')
    .addEdge('name', 'wait')
    .addEdge('wait', 'pair')
    .startWith('name')
    .endWith('pair');
  const runs = [graph.run('x'), graph.run('y')];
  gates.y.open();
  expect(await runs[1]).toBe('yy');
  gates.x.open();
  expect(await runs[0]).toBe('xx');
  expect(await graph.run('x')).toBe('xx');
});

test('a graph is a node of another graph', async () => {
  const inner = new Graph<number>('inner')
    .addNode('a', add(1))
    .addNode('b', add(10))
    .addEdge('a', 'b')
    .startWith('a')
    .endWith('b');
  const outer = new Graph<number>('outer')
    .addNode('before', add(100))
    .addNode('inner', inner)
    .addNode('after', (value: number) => `${value}!`)
    .addEdge('before', 'inner')
    .addEdge('inner', 'after')
    .startWith('before')
    .endWith('after');
  expect(await outer.run(0)).toBe('111!');
});

test('a graph may be declared in statements and in any order', async () => {
  const graph = looseGraph('statements');
  graph.endWith('b');
  graph.addEdge('a', 'b');
  graph.startWith('a');
  for (const name of ['a', 'b']) graph.addNode(name, (value: string) => value + name);
  expect(await graph.run('')).toBe('ab');
});

test('a chain of 500 nodes runs', async () => {
  const graph = looseGraph('long').addNode('n0', add(1)).startWith('n0').endWith('n499');
  for (let index = 1; index < 500; index += 1) graph.addNode(`n${index}`, add(1)).addEdge(`n${index - 1}`, `n${index}`);
  expect(await graph.run(0)).toBe(500);
});
