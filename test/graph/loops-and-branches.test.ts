import { describe, expect, test } from 'vitest';
import { sleep } from '../../src/flow/time.js';
import { gate } from './gate.js';
import { looseGraph } from './loose-graph.js';
import { is, not, recorder } from './recorder.js';

describe('a loop with branches', () => {
  test('its join runs exactly once per visit, with the values of that visit', async () => {
    const { visits, node } = recorder();
    const graph = looseGraph('parallel_body')
      .addNode('plan', node('plan'))
      .addNode('left', node('left'))
      .addNode('right', node('right'))
      .addNode(
        'join',
        node('join', (visit) => (visit === 3 ? 'good' : `bad${visit}`)),
      )
      .addNode('end', node('end'))
      .addEdge('plan', 'left')
      .addEdge('plan', 'right')
      .addEdge('left', 'join')
      .addEdge('right', 'join')
      .addEdge('join', 'plan', { when: not('good'), maxVisits: 5 })
      .addEdge('join', 'end', { when: is('good') })
      .startWith('plan')
      .endWith('end');
    expect(await graph.run('x')).toBe('end1');
    expect(visits.filter(([name]) => name === 'join')).toEqual([
      ['join', 'left1', 'right1'],
      ['join', 'left2', 'right2'],
      ['join', 'left3', 'right3'],
    ]);
    expect(visits.filter(([name]) => name === 'plan')).toEqual([
      ['plan', 'x'],
      ['plan', 'bad1'],
      ['plan', 'bad2'],
    ]);
  });

  test('two edges back to one node that are taken together are one visit', async () => {
    const { visits, node } = recorder();
    const critic = (name: string, content: number) =>
      node(name, (visit) => (visit >= content ? 'good' : `${name} note ${visit}`));
    const graph = looseGraph('two_critics')
      .addNode('write', node('write'))
      .addNode('style', critic('style', 2))
      .addNode('facts', critic('facts', 3))
      .addNode('publish', node('publish'))
      .addEdge('write', 'style')
      .addEdge('write', 'facts')
      .addEdge('style', 'write', { when: not('good'), maxVisits: 5 })
      .addEdge('facts', 'write', { when: not('good'), maxVisits: 5 })
      .addEdge('style', 'publish', { when: is('good') })
      .addEdge('facts', 'publish', { when: is('good') })
      .startWith('write')
      .endWith('publish');
    expect(await graph.run('topic')).toBe('publish1');
    expect(visits.filter(([name]) => name === 'write')).toEqual([
      ['write', 'topic'],
      ['write', 'style note 1', 'facts note 1'],
      ['write', undefined, 'facts note 2'],
    ]);
    expect(visits.filter(([name]) => name === 'publish')).toEqual([['publish', 'good', 'good']]);
  });

  test('a router goes back from whichever tool it chose', async () => {
    const { visits, node } = recorder();
    const choices = ['search', 'read', 'search', 'answer'];
    const graph = looseGraph('router')
      .addNode(
        'router',
        node('router', (visit) => choices[visit - 1]),
      )
      .addNode('search', node('search'))
      .addNode('read', node('read'))
      .addNode('answer', node('answer'))
      .addEdge('router', 'search', { when: is('search') })
      .addEdge('router', 'read', { when: is('read') })
      .addEdge('router', 'answer', { when: is('answer') })
      .addEdge('search', 'router', { maxVisits: 10 })
      .addEdge('read', 'router', { maxVisits: 10 })
      .startWith('router')
      .endWith('answer');
    expect(await graph.run('question')).toBe('answer1');
    expect(visits.filter(([name]) => name === 'router')).toEqual([
      ['router', 'question'],
      ['router', 'search1', undefined],
      ['router', undefined, 'read1'],
      ['router', 'search2', undefined],
    ]);
  });

  test('a node that one round skips runs in the next', async () => {
    const { visits, node } = recorder();
    const graph = looseGraph('skip_then_run')
      .addNode('a', node('a'))
      .addNode('rare', node('rare'))
      .addNode(
        'join',
        node('join', (visit) => (visit === 3 ? 'good' : 'bad')),
        { join: 'any' },
      )
      .addNode('end', node('end'))
      .addEdge('a', 'rare', { when: is('a2') })
      .addEdge('a', 'join')
      .addEdge('rare', 'join')
      .addEdge('join', 'a', { when: is('bad'), maxVisits: 5 })
      .addEdge('join', 'end', { when: is('good') })
      .startWith('a')
      .endWith('end');
    await graph.run(0);
    expect(visits.filter(([name]) => name === 'join')).toEqual([
      ['join', 'a1', undefined],
      ['join', 'a2', 'rare1'],
      ['join', 'a3', undefined],
    ]);
  });

  test('an edge back whose node is skipped is not taken', async () => {
    const { visits, node } = recorder();
    const graph = looseGraph('skipped_back')
      .addNode('a', node('a'))
      .addNode('fix', node('fix'))
      .addEdge('a', 'fix', { when: is('a1') })
      .addEdge('fix', 'a', { maxVisits: 5 })
      .startWith('a')
      .endWith('a');
    expect(await graph.run(0)).toBe('a2');
    expect(visits.map(([name]) => name)).toEqual(['a', 'fix', 'a']);
  });
});

describe('what comes after a loop', () => {
  test('an any-join waits until the loop is over before it counts an edge as not taken', async () => {
    const { visits, node } = recorder();
    const graph = looseGraph('any_behind')
      .addNode('fast', node('fast'))
      .addNode(
        'try',
        node('try', (visit) => (visit === 3 ? 'good' : 'bad')),
      )
      .addNode('join', node('join'), { join: 'any' })
      .addEdge('fast', 'join')
      .addEdge('try', 'try', { when: is('bad'), maxVisits: 5 })
      .addEdge('try', 'join', { when: is('good') })
      .startWith('fast')
      .startWith('try')
      .endWith('join');
    await graph.run('x');
    expect(visits.filter(([name]) => name === 'join')).toEqual([['join', 'fast1', 'good']]);
  });

  test('is skipped, and heard of by those that follow any end, only when the loop is over', async () => {
    const { visits, node } = recorder();
    const graph = looseGraph('settled_behind')
      .addNode(
        'try',
        node('try', (visit) => visit),
      )
      .addNode('ship', node('ship'))
      .addNode('log', node('log'))
      .addEdge('try', 'try', { when: (visit) => Number(visit) < 3, maxVisits: 5 })
      .addEdge('try', 'ship', { when: () => false })
      .addEdge('ship', 'log', { on: 'settled' })
      .startWith('try')
      .endWith('log');
    await graph.run('x');
    expect(visits.filter(([name]) => name === 'log')).toEqual([
      ['log', { status: 'skipped', reason: "the condition of edge 'try' -> 'ship' did not hold" }],
    ]);
  });

  test('runs once per visit where its edge is taken in each, and counts by its last visit', async () => {
    const { visits, node } = recorder();
    const graph = looseGraph('archive')
      .addNode('try', node('try'))
      .addNode('archive', node('archive'))
      .addEdge('try', 'archive')
      .addEdge('try', 'try', { when: not('try3'), maxVisits: 5 })
      .startWith('try')
      .endWith('archive');
    expect(await graph.run('x')).toBe('archive3');
    expect(visits.filter(([name]) => name === 'archive')).toEqual([
      ['archive', 'try1'],
      ['archive', 'try2'],
      ['archive', 'try3'],
    ]);
  });

  test('an end that an earlier round reached and the last one skipped is no result', async () => {
    const { node } = recorder();
    const graph = looseGraph('stale_end')
      .addNode('try', node('try'))
      .addNode('bad', node('bad'))
      .addNode('good', node('good'))
      .addEdge('try', 'bad', { when: is('try1') })
      .addEdge('try', 'good', { when: is('try2') })
      .addEdge('bad', 'try', { maxVisits: 3 })
      .startWith('try')
      .endWith('bad')
      .endWith('good');
    expect(await graph.run('x')).toBe('good1');
  });

  test('is not held up by a slow node beside the loop, nor is the loop', async () => {
    const { visits, node } = recorder();
    const slow = gate<string>();
    const graph = looseGraph('slow_beside')
      .addNode('research', () => slow.opened)
      .addNode(
        'try',
        node('try', (visit) => (visit === 3 ? (slow.open('late'), 'good') : 'bad')),
      )
      .addNode('end', node('end'))
      .addEdge('try', 'try', { when: is('bad'), maxVisits: 5 })
      .addEdge('try', 'end', { when: is('good') })
      .addEdge('research', 'end')
      .startWith('research')
      .startWith('try')
      .endWith('end');
    await graph.run('x');
    expect(visits.filter(([name]) => name === 'end')).toEqual([['end', 'good', 'late']]);
  });

  test('the next round waits for what still runs behind the node it goes back to', async () => {
    const order: string[] = [];
    const graph = looseGraph('wait_behind')
      .addNode('try', (value: number) => (order.push(`try ${value}`), value + 1))
      .addNode('notify', async (value: number) => {
        order.push(`notify ${value}`);
        await sleep('5ms');
        order.push(`notified ${value}`);
      })
      .addEdge('try', 'notify')
      .addEdge('try', 'try', { when: (value) => Number(value) < 2, maxVisits: 5 })
      .startWith('try')
      .endWith('notify');
    await graph.run(0);
    expect(order).toEqual(['try 0', 'notify 1', 'notified 1', 'try 1', 'notify 2', 'notified 2']);
  });
});

test('a node behind a loop that also waits for one beside it does not hold the loop up, and gets the latest value', async () => {
  const { visits, node } = recorder();
  const slow = gate<string>();
  const graph = looseGraph('latest_value')
    .addNode('research', () => slow.opened)
    .addNode(
      'try',
      node('try', (visit) => (visit === 3 && slow.open('late'), `draft${visit}`)),
    )
    .addNode('archive', node('archive'))
    .addEdge('try', 'try', { when: not('draft3'), maxVisits: 5 })
    .addEdge('try', 'archive')
    .addEdge('research', 'archive')
    .startWith('research')
    .startWith('try')
    .endWith('archive');
  await graph.run('x');
  expect(visits.filter(([name]) => name === 'archive')).toEqual([['archive', 'draft3', 'late']]);
});

describe('loops in loops', () => {
  const nested = (name: string, innerRounds: number, outerRounds: number, limits: [inner: number, outer: number]) => {
    const { visits, node } = recorder();
    let inner = 0;
    const graph = looseGraph(name)
      .addNode(
        'plan',
        node('plan', (visit) => ((inner = 0), visit)),
      )
      .addNode(
        'step',
        node('step', () => (inner += 1)),
      )
      .addNode(
        'check',
        node('check', (visit) => visit),
      )
      .addNode('end', node('end'))
      .addEdge('plan', 'step')
      .addEdge('step', 'step', { when: (round) => Number(round) < innerRounds, maxVisits: limits[0] })
      .addEdge('step', 'check', { when: (round) => Number(round) === innerRounds })
      .addEdge('check', 'plan', { when: (round) => Number(round) < outerRounds, maxVisits: limits[1] })
      .addEdge('check', 'end', { when: (round) => Number(round) === outerRounds })
      .startWith('plan')
      .endWith('end');
    return { graph, names: () => visits.map(([one]) => one).join(' ') };
  };

  test('the inner one runs to its end in each round of the outer one, and counts anew', async () => {
    const { graph, names } = nested('nested', 3, 2, [3, 2]);
    expect(await graph.run(0)).toBe('end1');
    expect(names()).toBe('plan step step step check plan step step step check end');
  });

  test.each([
    [[2, 2], { from: 'step', to: 'step' }],
    [[3, 1], { from: 'check', to: 'plan' }],
  ] as const)('each has its own limit: %j', async (limits, edge) => {
    const { graph } = nested(`nested_${limits.join('_')}`, 3, 2, [...limits]);
    await expect(graph.run(0)).rejects.toMatchObject({ code: 'Graph.LoopLimit', details: { edge } });
  });

  test('where both go back at once the inner one goes first, and what it visits anew decides again', async () => {
    const { visits, node } = recorder();
    const graph = looseGraph('both_back')
      .addNode('a', node('a'))
      .addNode('b', node('b'))
      .addNode('c', node('c'))
      .addNode('d', node('d'))
      .addEdge('a', 'b')
      .addEdge('b', 'c')
      .addEdge('c', 'd')
      .addEdge('c', 'b', { when: is('c1'), maxVisits: 9 })
      .addEdge('d', 'a', { when: is('d1'), maxVisits: 9 })
      .startWith('a')
      .endWith('d');
    expect(await graph.run(0)).toBe('d2');
    expect(visits.map(([name]) => name).join('')).toBe('abcdbcd');
  });

  test('two loops beside each other go their own ways', async () => {
    const { visits, node } = recorder();
    const counting = (name: string, rounds: number) => node(name, (visit) => (visit === rounds ? 'good' : 'bad'));
    const graph = looseGraph('two_loops')
      .addNode('a', counting('a', 4))
      .addNode('b', counting('b', 2))
      .addNode('end', node('end'))
      .addEdge('a', 'a', { when: is('bad'), maxVisits: 4 })
      .addEdge('b', 'b', { when: is('bad'), maxVisits: 2 })
      .addEdge('a', 'end', { when: is('good') })
      .addEdge('b', 'end', { when: is('good') })
      .startWith('a')
      .startWith('b')
      .endWith('end');
    await graph.run(0);
    expect(visits.filter(([name]) => name === 'end')).toEqual([['end', 'good', 'good']]);
    expect(
      visits
        .map(([name]) => name)
        .toSorted()
        .join(''),
    ).toBe('aaaabbend');
  });
});
