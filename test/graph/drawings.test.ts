import { describe, expect, test } from 'vitest';
import type { EdgeOptions } from '../../src/graph/edge.js';
import { Graph } from '../../src/graph/graph.js';
import { task } from '../../src/task/task.js';
import { workflow } from '../../src/workflow/workflow.js';
import { looseGraph } from './loose-graph.js';
import { edgesInDrawing } from './read-drawing.js';

const read = task('read', async (code: string) => code);
const check = workflow('check', async (code: string) => code.length);
const isBig = (size: number): boolean => size > 3;

const review = new Graph<string>('review')
  .addNode('security', read)
  .addNode('performance', read)
  .addNode('aggregate', (a: string, b: string) => a + b)
  .addEdge('security', 'aggregate')
  .addEdge('performance', 'aggregate')
  .startWith('security')
  .startWith('performance')
  .endWith('aggregate');

const release = new Graph<string>('release')
  .addNode('check', check)
  .addNode('big "one"', (size: number) => size)
  .addNode('small', (size: number) => size)
  .addNode('publish', (...sizes: unknown[]) => sizes, { join: 'any' })
  .addEdge('check', 'big "one"', { when: isBig })
  .addEdge('check', 'small', { when: (size) => size <= 3 })
  .addEdge('check', 'publish')
  .addEdge('big "one"', 'publish')
  .addEdge('small', 'publish')
  .startWith('check')
  .endWith('publish');

const article = new Graph<string>('article')
  .addNode('write', read)
  .addNode('review', read)
  .addNode('publish', read)
  .addNode('apologise', () => 'sorry')
  .addNode('log', () => 'logged')
  .addEdge('write', 'review')
  .addEdge('review', 'write', { when: (text) => text === '', maxVisits: 3 })
  .addEdge('review', 'publish', { when: (text) => text !== '' })
  .addEdge('write', 'apologise', { on: 'failed' })
  .addEdge('publish', 'log', { on: 'settled' })
  .startWith('write')
  .endWith('apologise')
  .endWith('log');
const articleStates = {
  write: { state: 'succeeded', visits: 3 },
  review: { state: 'running', visits: 3 },
  apologise: { state: 'skipped', visits: 0, reason: "edge 'write' -> 'apologise' waits for a failure" },
} as const;

describe('toText', () => {
  test('two starts that join', () => {
    expect(`\n${review.toText()}\n`).toBe(`
graph review

┌────────────┐   ┌───────────────┐
│ ▶ security │   │ ▶ performance │
└──────┬─────┘   └───────┬───────┘
       └────────┬────────┘
         ┌──────▼──────┐
         │ aggregate ■ │
         └─────────────┘

▶ start   ■ end
`);
  });

  test('conditions, an any-join, a long edge and states', () => {
    const text = release.toText({ check: 'succeeded', 'big "one"': 'running', small: 'skipped' });
    expect(`\n${text}\n`).toBe(`
graph release

              ┌───────────┐
              │ ✓ ▶ check │
              └────┬─◇────┘
       ┌┄┄┄┄┄┄┄┄┄┄┄│┄┴┄┐
       ┊           └───┊─────────┐
┌──────▼──────┐   ┌────▼────┐    │
│ ● big "one" │   │ – small │    │
└──────┬──────┘   └──┬──────┘    │
       └─────────────┼───────────┘
           ┌─────────▼─────────┐
           │ ◌ publish (any) ■ │
           └───────────────────┘

◇ check -> big "one": isBig
◇ check -> small: when

▶ start   ■ end   (any) one edge is enough   ◇ on a condition   ◌ pending   ● running   ✓ succeeded   – skipped
`);
  });

  test('a loop, an edge for failures, one for any end, visits, and why a node was skipped', () => {
    expect(`\n${article.toText(articleStates)}\n`).toBe(`
graph article

             ┌──────────────┐
             │ ✓ ▶ write ×3 │
             └──────┬─!─────┘
        ┌───────────┘ └┄┄┄┄┄┐
┌───────▼───────┐   ┌───────▼───────┐
│ ● review ×3 ↺ │   │ – apologise ■ │
└─────────◇─────┘   └───────────────┘
          ┊
    ┌─────▼─────┐
    │ ◌ publish │
    └─────┬─────┘
          │
     ┌────▼────┐
     │ ◌ log ■ │
     └─────────┘

◇ review -> publish: when
! write -> apologise: failed
┬ publish -> log: settled
↺ review -> write: when, at most 3 visits
– apologise: edge 'write' -> 'apologise' waits for a failure

▶ start   ■ end   ◇ on a condition   ! after a failure   ↺ leads back   ×n visits   ◌ pending   ● running   ✓ succeeded   – skipped
`);
  });

  test('an edge back to an earlier node is told in words', () => {
    const text = looseGraph('loop')
      .addNode('a', String)
      .addNode('b', String)
      .addEdge('a', 'b')
      .addEdge('b', 'a')
      .startWith('a')
      .endWith('b')
      .toText();
    expect(text).toContain('↺ b -> a');
  });

  test('wide characters keep the frame straight, long names are cut', () => {
    const text = looseGraph('wide').addNode('日本', String).addNode('x'.repeat(60), String).toText();
    expect(text).toContain('│ 日本 │');
    expect(text).toContain(`│ ${'x'.repeat(39)}… │`);
  });

  test('random graphs can be read back from their drawing, edge by edge', () => {
    const kinds: [string, EdgeOptions<unknown, 'failed' | 'succeeded'>][] = [
      ['┬', {}],
      ['┬', {}],
      ['◇', { when: () => true }],
      ['!', { on: 'failed' }],
    ];
    let seed = 1;
    const below = (limit: number): number => (seed = (seed * 48_271) % 2_147_483_647) % limit;
    for (let round = 0; round < 100; round += 1) {
      const size = 2 + below(14);
      const graph = looseGraph('random');
      const edges: string[] = [];
      for (let index = 0; index < size; index += 1) graph.addNode(`n${index}`, String);
      for (let to = 1; to < size; to += 1) {
        for (let from = 0; from < to; from += 1) {
          if (below(size) > 2) continue;
          const [sign, options] = kinds[below(kinds.length)] ?? ['', {}];
          graph.addEdge(`n${from}`, `n${to}`, options);
          edges.push(`n${from} ${sign} n${to}`);
        }
      }
      const text = graph.toText();
      expect(edgesInDrawing(text), text).toEqual(edges.sort());
    }
  });

  test('nothing to draw', () => expect(looseGraph('empty').toText()).toBe('graph empty'));
});

describe('toMermaid', () => {
  test('shapes by kind, marks, conditions, escaped labels', () => {
    expect(release.toMermaid()).toBe(
      `flowchart TD
  n0[["check"]]
  n1("big #34;one#34;")
  n2("small")
  n3("publish (any)")
  start(("start"))
  finish((("end")))
  start --> n0
  n0 -.->|"isBig"| n1
  n0 -.->|"when"| n2
  n0 --> n3
  n1 --> n3
  n2 --> n3
  n3 --> finish`,
    );
  });

  test('edges for failures are dotted, edges back tell their bound, nodes their visits and why they were skipped', () => {
    const lines = article.toMermaid(articleStates).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        '  n0["write ×3"]',
        '  n3("apologise<br/>edge #39;write#39; -#62; #39;apologise#39; waits for a failure")',
        '  n1 -.->|"when, at most 3 visits"| n0',
        '  n0 -.->|"failed"| n3',
        '  n2 -->|"settled"| n4',
      ]),
    );
  });

  test('states become classes', () => {
    expect(
      review.toMermaid(
        new Map([
          ['security', 'failed' as const],
          ['performance', 'cancelled' as const],
        ]),
      ),
    ).toBe(
      `flowchart TD
  n0["security"]
  n1["performance"]
  n2("aggregate")
  start(("start"))
  finish((("end")))
  start --> n0
  start --> n1
  n0 --> n2
  n1 --> n2
  n2 --> finish
  classDef pending fill:#f6f8fa,stroke:#8c959f,color:#24292f,stroke-dasharray:4 3
  class n2 pending
  classDef failed fill:#ffebe9,stroke:#cf222e,color:#82071e
  class n0 failed
  classDef cancelled fill:#fff8c5,stroke:#9a6700,color:#4d2d00
  class n1 cancelled`,
    );
  });
});

test('toJSON tells rules, bounds, visits and reasons', () => {
  const { nodes, edges } = article.toJSON(articleStates);
  expect(nodes[0]).toEqual({ name: 'write', action: 'task', join: 'all', state: 'succeeded', visits: 3 });
  expect(nodes[3]).toMatchObject({ state: 'skipped', reason: "edge 'write' -> 'apologise' waits for a failure" });
  expect(edges[1]).toEqual({ from: 'review', to: 'write', on: 'succeeded', when: 'when', maxVisits: 3 });
  expect(edges[3]).toEqual({ from: 'write', to: 'apologise', on: 'failed' });
});

test('toJSON is plain data, and what JSON.stringify makes of a graph', () => {
  expect(release.toJSON({ check: 'running' })).toEqual({
    name: 'release',
    nodes: [
      { name: 'check', action: 'workflow', join: 'all', state: 'running' },
      { name: 'big "one"', action: 'function', join: 'all', state: 'pending' },
      { name: 'small', action: 'function', join: 'all', state: 'pending' },
      { name: 'publish', action: 'function', join: 'any', state: 'pending' },
    ],
    edges: [
      { from: 'check', to: 'big "one"', on: 'succeeded', when: 'isBig' },
      { from: 'check', to: 'small', on: 'succeeded', when: 'when' },
      { from: 'check', to: 'publish', on: 'succeeded' },
      { from: 'big "one"', to: 'publish', on: 'succeeded' },
      { from: 'small', to: 'publish', on: 'succeeded' },
    ],
    starts: ['check'],
    ends: ['publish'],
  });
  expect(JSON.parse(JSON.stringify({ graph: review }))).toEqual({ graph: review.toJSON() });
});
