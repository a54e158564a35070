import { describe, expect, test } from 'vitest';
import type { GraphValidation } from '../../src/graph/graph-problem.js';
import { task } from '../../src/task/task.js';
import { looseGraph } from './loose-graph.js';

type Checked = { validate(): GraphValidation };
const pass = (value: unknown): unknown => value;
const taking = task('taking', { input: anySchema() }, async (value: unknown) => value);

function anySchema() {
  return { '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) } } as const;
}

/** a -> b, and whatever the case adds. */
const base = () =>
  looseGraph('checked').addNode('a', pass).addNode('b', pass).addEdge('a', 'b').startWith('a').endWith('b');
const bare = () => looseGraph('checked').addNode('a', pass);

function problems(graph: Checked): unknown {
  const answer = graph.validate();
  return answer.ok ? [] : answer.problems;
}

describe('F-36 a specific problem for each mistake', () => {
  const at = (from: string, to: string) => ({ edge: { from, to } });
  const cases: [string, () => Checked, unknown[]][] = [
    ['nothing wrong', base, []],
    ['duplicate node', () => base().addNode('a', pass), [{ message: "node 'a' is added more than once", node: 'a' }]],
    [
      'edge to an unknown node',
      () => base().addEdge('b', 'x'),
      [{ message: "edge 'b' -> 'x': there is no node 'x'; there are: 'a', 'b'", ...at('b', 'x') }],
    ],
    [
      'edge from an unknown node',
      () => base().addEdge('x', 'b'),
      [{ message: "edge 'x' -> 'b': there is no node 'x'; there are: 'a', 'b'", ...at('x', 'b') }],
    ],
    [
      'unknown start',
      () => base().startWith('x'),
      [{ message: "startWith('x'): there is no node 'x'; there are: 'a', 'b'", node: 'x' }],
    ],
    [
      'unknown end',
      () => base().endWith('x'),
      [{ message: "endWith('x'): there is no node 'x'; there are: 'a', 'b'", node: 'x' }],
    ],
    ['no start', () => bare().endWith('a'), [{ message: "no start: say which nodes begin with startWith('…')" }]],
    ['no end', () => bare().startWith('a'), [{ message: "no end: say whose output is the result with endWith('…')" }]],
    [
      'unreachable node',
      () => base().addNode('c', pass).addEdge('c', 'b'),
      [{ message: "node 'c' cannot be reached from a start", node: 'c' }],
    ],
    [
      'dead end',
      () => base().addNode('c', pass).addEdge('a', 'c'),
      [{ message: "node 'c' is a dead end: no end can be reached from it", node: 'c' }],
    ],
    [
      'edge into a start',
      () => base().addNode('c', pass).addEdge('c', 'a').startWith('c'),
      [
        {
          message:
            "start node 'a' has an edge from 'c': a start node gets the graph's input alone, unless the edge leads back and has maxVisits",
          node: 'a',
        },
      ],
    ],
    [
      'cycle',
      () =>
        base().addNode('c', pass).addNode('d', pass).addEdge('b', 'c').addEdge('c', 'd').addEdge('d', 'b').endWith('d'),
      [
        {
          message:
            'the nodes b -> c -> d -> b form a cycle: each would wait for the one before. Give the edge that leads back maxVisits',
          ...at('d', 'b'),
        },
      ],
    ],
    [
      'node that leads to itself',
      () => base().addEdge('b', 'b'),
      [
        {
          message: "edge 'b' -> 'b': a node that leads to itself needs a bound, or it would never begin: set maxVisits",
          ...at('b', 'b'),
        },
      ],
    ],
    [
      'a loop with a bound',
      () =>
        base()
          .addEdge('b', 'a', { when: () => false, maxVisits: 2 })
          .addEdge('b', 'b', { on: 'failed', maxVisits: 2 }),
      [],
    ],
    [
      'a bound on an edge that leads on',
      () =>
        looseGraph('checked')
          .addNode('a', pass)
          .addNode('b', pass)
          .addNode('c', pass)
          .addEdge('a', 'b')
          .addEdge('b', 'c')
          .addEdge('a', 'c', { maxVisits: 2 })
          .startWith('a')
          .endWith('c'),
      [
        {
          message:
            "edge 'a' -> 'c' has maxVisits, but does not lead back: 'a' does not come after 'c'. Give it to the edge that closes the loop",
          ...at('a', 'c'),
        },
      ],
    ],
    [
      'a node one can only go back to',
      () => base().addNode('c', pass).addEdge('c', 'b').addEdge('b', 'c', { maxVisits: 2 }),
      [
        {
          message: "node 'c' can only be reached by going back: the edges that first lead there must have no maxVisits",
          node: 'c',
        },
      ],
    ],
    [
      'a wrong bound, and an end there is not',
      () =>
        base()
          .addNode('c', pass)
          .addEdge('b', 'c', { maxVisits: 0, on: 'done' } as never)
          .endWith('c'),
      [
        { message: `edge 'b' -> 'c': on must be 'succeeded', 'failed' or 'settled', but got "done"`, ...at('b', 'c') },
        { message: "edge 'b' -> 'c': maxVisits must be a whole number of at least 1, but got 0", ...at('b', 'c') },
        {
          message:
            "edge 'b' -> 'c' has maxVisits, but does not lead back: 'b' does not come after 'c'. Give it to the edge that closes the loop",
          ...at('b', 'c'),
        },
        {
          message: "node 'c' can only be reached by going back: the edges that first lead there must have no maxVisits",
          node: 'c',
        },
      ],
    ],
    [
      'duplicate edge',
      () => base().addEdge('a', 'b', { when: () => true }),
      [{ message: "edge 'a' -> 'b' is added more than once", ...at('a', 'b') }],
    ],
    [
      'empty name',
      () => bare().startWith('a').endWith('a').addNode('', pass),
      [
        { message: 'node "": the name is empty', node: '' },
        { message: "node '' cannot be reached from a start", node: '' },
        { message: "node '' is a dead end: no end can be reached from it", node: '' },
      ],
    ],
    [
      'no name',
      () => base().addNode(undefined as never, pass),
      [{ message: 'addNode(): needs a name as its first argument, but got nothing' }],
    ],
    [
      'several inputs for an action that takes one',
      () => base().addNode('c', taking).addEdge('a', 'c').addEdge('b', 'c').endWith('c'),
      [
        {
          message:
            "node 'c' takes one input, but gets one argument per edge, from 'a', 'b': put a function in between that makes one of them",
          node: 'c',
        },
      ],
    ],
    [
      'an action that cannot be called',
      () =>
        looseGraph('checked')
          .addNode('a', {} as never)
          .startWith('a')
          .endWith('a'),
      [
        {
          message:
            'node "a": its action must be a task, workflow, agent, graph or function, but got a value of type object',
          node: 'a',
        },
      ],
    ],
    [
      'a wrong join',
      () =>
        looseGraph('checked')
          .addNode('a', pass, { join: 'some' as never })
          .startWith('a')
          .endWith('a'),
      [{ message: `node "a": join must be 'all' or 'any', but got "some"`, node: 'a' }],
    ],
    [
      'a condition that is no function',
      () =>
        looseGraph('checked')
          .addNode('a', pass)
          .addNode('b', pass)
          .addEdge('a', 'b', { when: true as never })
          .startWith('a')
          .endWith('b'),
      [
        {
          message: "edge 'a' -> 'b': when must be a function of the output of 'a', but got a value of type boolean",
          ...at('a', 'b'),
        },
      ],
    ],
    [
      'options that do not exist',
      () =>
        looseGraph('checked')
          .addNode('a', pass, { retry: 3 } as never)
          .addNode('b', pass)
          .addEdge('a', 'b', { retry: 3, limit: 3 } as never)
          .startWith('a')
          .endWith('b'),
      [
        { message: `node "a": unknown option 'retry'; known: join`, node: 'a' },
        { message: "edge 'a' -> 'b': unknown option 'retry'; known: on, when, maxVisits", ...at('a', 'b') },
        { message: "edge 'a' -> 'b': unknown option 'limit'; known: on, when, maxVisits", ...at('a', 'b') },
      ],
    ],
  ];

  test.each(cases)('%s', (_, make, expected) => expect(problems(make())).toEqual(expected));
});

test.each(['two\nlines', ' padded ', 'x'.repeat(201)])('the node name %j is refused', (name) => {
  expect(problems(looseGraph('names').addNode(name, pass).startWith(name).endWith(name))).toHaveLength(1);
});

test.each(['__proto__', 'constructor', 'toString', 'end', 'human review', '日本語'])(
  'the node name %j is fine',
  async (name) => {
    const graph = looseGraph('names')
      .addNode(name, pass)
      .addNode('z', pass)
      .addEdge(name, 'z')
      .startWith(name)
      .endWith('z');
    expect(graph.validate()).toEqual({ ok: true });
    expect(await graph.run('value')).toBe('value');
    expect(graph.toText({ [name]: 'succeeded' })).toContain(`✓ ▶ ${name}`);
  },
);

test('every node of several cycles is named', () => {
  const graph = looseGraph('cycles');
  for (const name of ['a', 'b', 'c', 'd', 'e']) graph.addNode(name, pass);
  for (const [from, to] of ['ab', 'ba', 'bc', 'cb', 'ad', 'de', 'ed']) graph.addEdge(from as string, to as string);
  graph.startWith('a').endWith('e');
  expect(JSON.stringify(problems(graph))).toMatch(/a -> b -> a.*b -> c -> b.*d -> e -> d/);
});

test('F-36 a cycle is refused before anything runs, with all problems at once', async () => {
  let ran = 0;
  const graph = looseGraph('refused')
    .addNode('a', () => (ran += 1))
    .addNode('b', pass)
    .addNode('c', pass)
    .addNode('c', pass)
    .addEdge('a', 'b')
    .addEdge('b', 'c')
    .addEdge('c', 'b')
    .startWith('a')
    .endWith('missing');
  await expect(graph.run(0)).rejects.toMatchObject({
    code: 'Graph.Invalid',
    message: [
      "graph 'refused' cannot run:",
      "  - node 'c' is added more than once",
      "  - endWith('missing'): there is no node 'missing'; there are: 'a', 'b', 'c'",
      '  - the nodes b -> c -> b form a cycle: each would wait for the one before. Give the edge that leads back maxVisits',
    ].join('\n'),
    details: { graph: 'refused', problems: [{ node: 'c' }, { node: 'missing' }, { edge: { from: 'c', to: 'b' } }] },
  });
  expect(ran).toBe(0);
});
