import { describe, expect, test } from 'vitest';
import { cancelCall } from '../../src/cancellation.js';
import { PerdureError } from '../../src/errors.js';
import { sleep } from '../../src/flow/time.js';
import { gate } from './gate.js';
import { looseGraph } from './loose-graph.js';

const declined = (): never => {
  throw new PerdureError({ code: 'Card.Declined', message: 'no money' });
};
const failed = { status: 'failed', error: expect.objectContaining({ code: 'Card.Declined', message: 'no money' }) };
const codeOf = (outcome: unknown): string => (outcome as { error: { code: string } }).error.code;

/** charge -> ship, and charge -> refund after another end. */
const payment = (name: string, charge: () => unknown, on: 'failed' | 'settled', options: object = {}) =>
  looseGraph(name)
    .addNode('charge', charge)
    .addNode('ship', (receipt: unknown) => ({ shipped: receipt }))
    .addNode('refund', (outcome: unknown) => ({ refunded: outcome }))
    .addEdge('charge', 'ship')
    .addEdge('charge', 'refund', { on, ...options })
    .startWith('charge')
    .endWith('ship')
    .endWith('refund');

describe("an edge on: 'failed'", () => {
  test('is taken after a failure, and brings the outcome; the graph does not fail', async () => {
    expect(await payment('failed_taken', declined, 'failed').run(0)).toEqual({ refunded: failed });
  });

  test('is not taken after a success', async () => {
    expect(await payment('failed_refused', () => 'paid', 'failed').run(0)).toEqual({ shipped: 'paid' });
  });

  test('says in its reason what it waited for', async () => {
    const graph = looseGraph('failed_reason')
      .addNode('a', () => 1)
      .addNode('b', () => 2)
      .addEdge('a', 'b', { on: 'failed' })
      .startWith('a')
      .endWith('b');
    await expect(graph.run(0)).rejects.toMatchObject({
      code: 'Graph.NoEndReached',
      details: { skipped: [{ node: 'b', reason: "edge 'a' -> 'b' waits for a failure, but 'a' succeeded" }] },
    });
  });

  test('lets the other nodes go on', async () => {
    const beside = gate<string>();
    const graph = looseGraph('others_go_on')
      .addNode('charge', declined)
      .addNode('slow', () => beside.opened)
      .addNode('refund', () => (beside.open('still here'), 'refunded'))
      .addEdge('charge', 'refund', { on: 'failed' })
      .startWith('charge')
      .startWith('slow')
      .endWith('refund')
      .endWith('slow');
    expect(await graph.run(0)).toEqual({ refund: 'refunded', slow: 'still here' });
  });

  test('chooses by its condition, which gets the outcome', async () => {
    const seen: unknown[] = [];
    const when = (code: string) => (outcome: unknown) => {
      seen.push([code, (outcome as { status: string }).status]);
      return codeOf(outcome) === code;
    };
    const graph = looseGraph('chosen')
      .addNode('charge', declined)
      .addNode('declined', () => 'call them')
      .addNode('timed_out', () => 'try later')
      .addEdge('charge', 'declined', { on: 'failed', when: when('Card.Declined') })
      .addEdge('charge', 'timed_out', { on: 'failed', when: when('Task.TimedOut') })
      .startWith('charge')
      .endWith('declined')
      .endWith('timed_out');
    expect(await graph.run(0)).toBe('call them');
    expect(seen).toEqual([
      ['Card.Declined', 'failed'],
      ['Task.TimedOut', 'failed'],
    ]);
  });

  test('whose condition does not hold leaves the failure to the graph', async () => {
    await expect(payment('nobody', declined, 'failed', { when: () => false }).run(0)).rejects.toMatchObject({
      code: 'Graph.NodeFailed',
      details: { node: 'charge', error: { code: 'Card.Declined' } },
      cause: { code: 'Card.Declined' },
    });
  });

  test('follows a call that was cancelled by itself, too', async () => {
    const cancelled = async () => {
      const call = sleep('1 day');
      cancelCall(call);
      await call;
    };
    expect(await payment('cancelled_alone', cancelled, 'failed').run(0)).toEqual({
      refunded: { status: 'cancelled' },
    });
  });

  test('is not followed when the run itself is cancelled', async () => {
    const begun = gate();
    const graph = payment('run_cancelled', () => (begun.open(), sleep('1 day')), 'settled');
    const run = graph.run(0);
    await begun.opened;
    cancelCall(run);
    await expect(run).rejects.toMatchObject({ code: 'Run.Cancelled' });
  });

  test('does not help another node that fails', async () => {
    const graph = looseGraph('other_fails')
      .addNode('charge', declined)
      .addNode('refund', () => Promise.reject(new Error('no connection')))
      .addEdge('charge', 'refund', { on: 'failed' })
      .startWith('charge')
      .endWith('refund');
    await expect(graph.run(0)).rejects.toMatchObject({ code: 'Graph.NodeFailed', details: { node: 'refund' } });
  });
});

describe("an edge on: 'settled'", () => {
  test.each([
    ['a success', () => 'paid', { status: 'succeeded', value: 'paid' }],
    ['a failure', declined, failed],
  ])('brings the outcome of %s', async (name, charge, outcome) => {
    const graph = looseGraph(`settled_${name.replace(' ', '_')}`)
      .addNode('charge', charge)
      .addNode('log', (given: unknown) => given)
      .addEdge('charge', 'log', { on: 'settled' })
      .startWith('charge')
      .endWith('log');
    expect(await graph.run(0)).toEqual(outcome);
  });

  test('is taken after a skip, and its condition is asked then', async () => {
    const asked: unknown[] = [];
    const skip = { status: 'skipped', reason: "the condition of edge 'charge' -> 'ship' did not hold" };
    const graph = looseGraph('settled_skip')
      .addNode('charge', () => 'paid')
      .addNode('ship', () => 'shipped')
      .addNode('log', (given: unknown) => given)
      .addNode('alarm', (given: unknown) => given)
      .addEdge('charge', 'ship', { when: () => false })
      .addEdge('ship', 'log', { on: 'settled' })
      .addEdge('ship', 'alarm', { on: 'settled', when: (given) => (asked.push(given), false) })
      .startWith('charge')
      .endWith('log')
      .endWith('alarm');
    expect(await graph.run(0)).toEqual(skip);
    expect(asked).toEqual([skip]);
  });

  test('and a plain edge of the same node join: one argument each', async () => {
    const graph = looseGraph('mixed')
      .addNode('a', () => 'a')
      .addNode('b', declined)
      .addNode('both', (...given: unknown[]) => given)
      .addEdge('a', 'both')
      .addEdge('b', 'both', { on: 'settled' })
      .startWith('a')
      .startWith('b')
      .endWith('both');
    expect(await graph.run(0)).toEqual(['a', failed]);
  });
});

test('an end that failed is no result, even if its failure is followed', async () => {
  const graph = looseGraph('failed_end')
    .addNode('a', declined)
    .addNode('b', () => 'rescued')
    .addEdge('a', 'b', { on: 'failed' })
    .startWith('a')
    .endWith('a')
    .endWith('b');
  expect(await graph.run(0)).toBe('rescued');
});
