import { describe, expect, test } from 'vitest';
import { cancelCall } from '../../src/cancellation.js';
import { sleep } from '../../src/flow/time.js';
import { Graph } from '../../src/graph/graph.js';
import { gate } from './gate.js';
import { looseGraph } from './loose-graph.js';
import { drafts, is, not, recorder } from './recorder.js';

describe('an edge back', () => {
  test('visits the nodes behind it anew; what comes from outside the loop is given again', async () => {
    const { graph, visits } = drafts('drafts', 3);
    expect(await graph.run('bees')).toBe('publish1');
    expect(visits).toEqual([
      ['topic', 'bees'],
      ['write', 'topic1', undefined],
      ['review', 'write1'],
      ['write', 'topic1', 'note1'],
      ['review', 'write2'],
      ['write', 'topic1', 'note2'],
      ['review', 'write3'],
      ['publish', 'good'],
    ]);
  });

  test('that is not taken changes nothing', async () => {
    const { graph, visits } = drafts('first_try', 1);
    expect(await graph.run('bees')).toBe('publish1');
    expect(visits.map(([name]) => name)).toEqual(['topic', 'write', 'review', 'publish']);
  });

  test('to a start brings its value in the place of the input', async () => {
    const graph = new Graph<number>('counter')
      .addNode('add', (value: number) => value + 1)
      .addNode('same', (value: number) => value)
      .addEdge('add', 'same')
      .addEdge('same', 'add', { when: (value) => value < 5, maxVisits: 10 })
      .startWith('add')
      .endWith('same');
    expect(await graph.run(0)).toBe(5);
  });

  test('may lead from a node to itself', async () => {
    const graph = new Graph<number>('self')
      .addNode('double', (value: number) => value * 2)
      .addEdge('double', 'double', { when: (value) => value < 100, maxVisits: 10 })
      .startWith('double')
      .endWith('double');
    expect(await graph.run(3)).toBe(192);
    expect(await graph.run(50)).toBe(100);
  });

  test('asks its condition once per visit, and every other edge does too', async () => {
    const asked: string[] = [];
    const ask = (name: string, answer: (value: number) => boolean) => (value: unknown) => {
      asked.push(`${name} ${String(value)}`);
      return answer(Number(value));
    };
    const graph = looseGraph('asked')
      .addNode('a', (value: number) => value + 1)
      .addNode('b', (value: number) => value)
      .addNode('c', (value: number) => value)
      .addEdge('a', 'b', { when: ask('a-b', () => true) })
      .addEdge('b', 'a', { when: ask('b-a', (value) => value < 3), maxVisits: 3 })
      .addEdge('b', 'c', { when: ask('b-c', (value) => value === 3) })
      .startWith('a')
      .endWith('c');
    expect(await graph.run(0)).toBe(3);
    expect(asked).toEqual([1, 2, 3].flatMap((value) => [`a-b ${value}`, `b-a ${value}`, `b-c ${value}`]));
  });
});

describe('Graph.LoopLimit', () => {
  test('one visit too many fails the graph with the last outputs', async () => {
    const { graph, visits } = drafts('never_good', 99, 3);
    await expect(graph.run('bees')).rejects.toMatchObject({
      code: 'Graph.LoopLimit',
      message:
        "graph 'never_good': edge 'review' -> 'write' leads back once too often: 'write' has been visited 3 times, which is its maxVisits. Raise it, or give the loop another way out.",
      retryable: false,
      details: {
        graph: 'never_good',
        edge: { from: 'review', to: 'write' },
        maxVisits: 3,
        outputs: { topic: 'topic1', write: 'write3', review: 'note3' },
      },
    });
    expect(visits.filter(([name]) => name === 'write')).toHaveLength(3);
  });

  test('the last visit may still succeed', async () => {
    expect(await drafts('just_in_time', 3, 3).graph.run('bees')).toBe('publish1');
    await expect(drafts('just_too_late', 3, 2).graph.run('bees')).rejects.toMatchObject({ code: 'Graph.LoopLimit' });
  });

  test('stops what runs beside the loop', async () => {
    const begun = gate();
    const { node } = recorder();
    let stopped = false;
    const graph = looseGraph('beside')
      .addNode('a', async () => begun.opened)
      .addNode('sleeper', async () => {
        const call = sleep('1 day');
        begun.open();
        await call.catch((error: unknown) => {
          stopped = true;
          throw error;
        });
      })
      .addNode('end', node('end'))
      .addEdge('a', 'a', { maxVisits: 2 })
      .addEdge('a', 'end')
      .addEdge('sleeper', 'end')
      .startWith('a')
      .startWith('sleeper')
      .endWith('end');
    await expect(graph.run(0)).rejects.toMatchObject({ code: 'Graph.LoopLimit' });
    expect(stopped).toBe(true);
  });

  test('of a retry names the last failure, and has it as its cause', async () => {
    const graph = looseGraph('retry')
      .addNode('a', () => Promise.reject(new Error('no paper')))
      .addNode('b', () => 'b')
      .addEdge('a', 'a', { on: 'failed', maxVisits: 2 })
      .addEdge('a', 'b')
      .startWith('a')
      .endWith('b');
    await expect(graph.run(0)).rejects.toMatchObject({
      code: 'Graph.LoopLimit',
      message: expect.stringContaining("The last failure of 'a': no paper"),
      cause: { message: 'no paper' },
    });
  });
});

describe('a failure in a loop', () => {
  test('without an edge that follows it fails the graph', async () => {
    const { node } = recorder();
    const graph = looseGraph('fails_in_loop')
      .addNode(
        'a',
        node('a', (visit) => (visit === 2 ? Promise.reject(new Error('second time')) : visit)),
      )
      .addEdge('a', 'a', { maxVisits: 5 })
      .startWith('a')
      .endWith('a');
    await expect(graph.run(0)).rejects.toMatchObject({
      code: 'Graph.NodeFailed',
      message: "graph 'fails_in_loop': node 'a' failed: second time",
    });
  });

  test('may go back itself: a retry', async () => {
    const { visits, node } = recorder();
    const graph = looseGraph('retried')
      .addNode('order', node('order'))
      .addNode(
        'charge',
        node('charge', (visit) => (visit < 3 ? Promise.reject(new Error(`try ${visit}`)) : 'paid')),
      )
      .addNode('ship', node('ship'))
      .addEdge('order', 'charge')
      .addEdge('charge', 'charge', { on: 'failed', maxVisits: 3 })
      .addEdge('charge', 'ship')
      .startWith('order')
      .endWith('ship');
    expect(await graph.run(0)).toBe('ship1');
    const failure = (message: string) => ({ status: 'failed', error: expect.objectContaining({ message }) });
    expect(visits.filter(([name]) => name === 'charge')).toEqual([
      ['charge', 'order1', undefined],
      ['charge', 'order1', failure('try 1')],
      ['charge', 'order1', failure('try 2')],
    ]);
  });

  test('may lead out of it to a handler', async () => {
    const { visits, node } = recorder();
    const graph = looseGraph('handled_in_loop')
      .addNode(
        'write',
        node('write', (visit) => (visit === 2 ? Promise.reject(new Error('no ink')) : 'draft')),
      )
      .addNode('review', node('review'))
      .addNode('publish', node('publish'))
      .addNode('apologise', node('apologise'))
      .addEdge('write', 'review')
      .addEdge('review', 'write', { when: not('good'), maxVisits: 5 })
      .addEdge('review', 'publish', { when: is('good') })
      .addEdge('write', 'apologise', { on: 'failed' })
      .startWith('write')
      .endWith('publish')
      .endWith('apologise');
    expect(await graph.run(0)).toBe('apologise1');
    expect(visits.map(([name]) => name)).toEqual(['write', 'review', 'write', 'apologise']);
  });
});

test('a cancellation ends a loop between two visits of plain code', async () => {
  const third = gate();
  let visits = 0;
  const graph = looseGraph('cancelled_loop')
    .addNode('a', async () => {
      visits += 1;
      if (visits === 3) {
        third.open();
        await sleep('1 day');
      }
    })
    .addEdge('a', 'a', { maxVisits: 1_000 })
    .startWith('a')
    .endWith('a');
  const run = graph.run(0);
  await third.opened;
  cancelCall(run);
  await expect(run).rejects.toMatchObject({ code: 'Run.Cancelled' });
  expect(visits).toBe(3);
});

test('a loop of 1,000 visits runs', async () => {
  const graph = new Graph<number>('many_visits')
    .addNode('add', (value: number) => value + 1)
    .addEdge('add', 'add', { when: (value) => value < 1_000, maxVisits: 1_000 })
    .startWith('add')
    .endWith('add');
  expect(await graph.run(0)).toBe(1_000);
});
