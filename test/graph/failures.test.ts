import { describe, expect, test } from 'vitest';
import { cancelCall, isCancellation } from '../../src/cancellation.js';
import { PerdureError } from '../../src/errors.js';
import { parallel } from '../../src/flow/parallel.js';
import { sleep } from '../../src/flow/time.js';
import { Graph } from '../../src/graph/graph.js';
import { taskContext } from '../../src/task/task-context.js';
import { task } from '../../src/task/task.js';
import { gate } from './gate.js';
import { looseGraph } from './loose-graph.js';

class OutOfPaper extends Error {}

let begun = gate();
let aborted = gate();
const untilAborted = task('until_aborted', async () => {
  const { signal } = taskContext();
  begun.open();
  return new Promise<string>((_, reject) => {
    signal.addEventListener('abort', () => {
      aborted.open();
      reject(new Error('aborted'));
    });
  });
});
function reset(): void {
  [begun, aborted] = [gate(), gate()];
}

const rejection = (run: Promise<unknown>): Promise<unknown> =>
  run.then(
    () => expect.unreachable('it should have failed'),
    (error: unknown) => error,
  );

describe('F-41 a node fails', () => {
  test('the graph fails naming the node, the siblings are stopped, later nodes never run', async () => {
    reset();
    const ran: string[] = [];
    const graph = looseGraph('printing')
      .addNode('print', async () => {
        await begun.opened;
        throw new OutOfPaper('the tray is empty');
      })
      .addNode('sibling', untilAborted)
      .addNode('sleeper', () => sleep('1 day'))
      .addNode('after', () => ran.push('after'))
      .addEdge('print', 'after')
      .addEdge('sibling', 'after')
      .addEdge('sleeper', 'after')
      .startWith('print')
      .startWith('sibling')
      .startWith('sleeper')
      .endWith('after');
    const error = await rejection(graph.run(0));
    await aborted.opened;
    expect(error).toBeInstanceOf(PerdureError);
    expect(error).toMatchObject({
      code: 'Graph.NodeFailed',
      message: "graph 'printing': node 'print' failed: the tray is empty",
      details: {
        graph: 'printing',
        node: 'print',
        error: { code: 'User.Error', name: 'OutOfPaper', message: 'the tray is empty' },
      },
    });
    expect((error as Error).cause).toBeInstanceOf(OutOfPaper);
    expect(ran).toEqual([]);
    expect('others' in (error as object)).toBe(false);
  });

  test('the siblings have ended when the failure is reported, and their own failures go along', async () => {
    const [first, second] = [gate(), gate()];
    const graph = looseGraph('both_fail')
      .addNode('a', () => {
        setImmediate(() => second.open());
        throw new Error('first');
      })
      .addNode('b', async () => {
        await second.opened;
        first.open();
        throw new Error('second');
      })
      .startWith('a')
      .startWith('b')
      .endWith('a')
      .endWith('b');
    const error = await rejection(graph.run(0));
    await first.opened;
    expect(error).toMatchObject({
      details: { node: 'a' },
      others: [{ code: 'Graph.NodeFailed', details: { node: 'b', error: { message: 'second' } } }],
    });
  });

  test('a node in a graph in a graph is named all the way', async () => {
    const inner = looseGraph('inner_fails')
      .addNode('deep', () => Promise.reject(new PerdureError({ code: 'Task.TimedOut', message: 'too late' })))
      .startWith('deep')
      .endWith('deep');
    const outer = looseGraph('outer_fails').addNode('inner', inner).startWith('inner').endWith('inner');
    expect(await rejection(outer.run(0))).toMatchObject({
      code: 'Graph.NodeFailed',
      message: "graph 'outer_fails': node 'inner' failed: graph 'inner_fails': node 'deep' failed: too late",
      retryable: false,
      cause: { code: 'Graph.NodeFailed', cause: { code: 'Task.TimedOut' } },
    });
  });

  test('what is not an error is reported too', async () => {
    const graph = looseGraph('odd_throw')
      .addNode('a', () => {
        throw 'just text';
      })
      .startWith('a')
      .endWith('a');
    expect(await rejection(graph.run(0))).toMatchObject({ message: "graph 'odd_throw': node 'a' failed: just text" });
  });

  test('a call that was cancelled alone fails its node, not the run', async () => {
    const graph = looseGraph('inner_cancel')
      .addNode('a', async () => {
        const call = sleep('1 day');
        cancelCall(call);
        await call;
      })
      .startWith('a')
      .endWith('a');
    const error = await rejection(graph.run(0));
    expect(error).toMatchObject({ code: 'Graph.NodeFailed', cause: { code: 'Run.Cancelled' } });
    expect(isCancellation(error)).toBe(false);
  });
});

test.each([
  [
    'sync',
    () => {
      throw new Error('no idea');
    },
  ],
  ['async', () => Promise.reject(new Error('no idea'))],
])('a condition that throws (%s) fails the graph naming the edge, and stops the others', async (kind, when) => {
  reset();
  const graph = looseGraph(`condition_${kind}`)
    .addNode('a', () => begun.opened)
    .addNode('b', () => 'b')
    .addNode('c', untilAborted)
    .addEdge('a', 'b', { when })
    .startWith('a')
    .startWith('c')
    .endWith('b')
    .endWith('c');
  expect(await rejection(graph.run(0))).toMatchObject({
    code: 'Graph.EdgeFailed',
    message: `graph 'condition_${kind}': the condition of edge 'a' -> 'b' failed: no idea`,
    details: { graph: `condition_${kind}`, edge: { from: 'a', to: 'b' }, error: { message: 'no idea' } },
    cause: { message: 'no idea' },
  });
  await aborted.opened;
});

describe('a cancellation from outside', () => {
  const waiting = (name: string) =>
    looseGraph(name)
      .addNode('task', untilAborted)
      .addNode('sleep', () => sleep('1 day'))
      .addNode('after', () => expect.unreachable('nothing starts after a cancellation'))
      .addEdge('task', 'after', {})
      .addEdge('sleep', 'after')
      .startWith('task')
      .startWith('sleep')
      .endWith('after');

  test('the promise of a run remembers how to cancel it', async () => {
    reset();
    const run = waiting('cancelled').run(0);
    await begun.opened;
    cancelCall(run);
    const error = await rejection(run);
    await aborted.opened;
    expect(isCancellation(error)).toBe(true);
    expect(PerdureError.is(error, 'Run.Cancelled')).toBe(true);
  });

  test('a failing sibling in parallel() stops the graph with all its nodes', async () => {
    reset();
    const graph = waiting('cancelled_by_sibling');
    let end: unknown;
    const error = await rejection(
      parallel([
        () =>
          graph.run(0).catch((reason: unknown) => {
            end = reason;
            throw reason;
          }),
        () => begun.opened.then(() => Promise.reject(new Error('sibling failed'))),
      ]),
    );
    await aborted.opened;
    expect(error).toMatchObject({ message: 'sibling failed' });
    expect(isCancellation(end)).toBe(true);
    expect('others' in (error as object)).toBe(false);
  });

  test('it reaches a graph inside a graph', async () => {
    reset();
    const outer = looseGraph('cancelled_outer')
      .addNode('inner', waiting('cancelled_inner'))
      .startWith('inner')
      .endWith('inner');
    const run = outer.run(0);
    await begun.opened;
    cancelCall(run);
    expect(isCancellation(await rejection(run))).toBe(true);
    await aborted.opened;
  });

  test('it is passed on also when a node answers it with an error of its own, or does not notice', async () => {
    const [here, there] = [gate(), gate()];
    const after: string[] = [];
    const graph = looseGraph('deaf')
      .addNode('angry', () => sleep('1 day').catch(() => Promise.reject(new Error('I was busy'))))
      .addNode('deaf', () => (here.open(), there.opened))
      .addNode('after', () => after.push('after'))
      .addEdge('deaf', 'after')
      .startWith('angry')
      .startWith('deaf')
      .endWith('after')
      .endWith('angry');
    const run = graph.run(0);
    await here.opened;
    cancelCall(run);
    there.open();
    const error = await rejection(run);
    expect(isCancellation(error)).toBe(true);
    expect(error).toMatchObject({ message: "graph 'deaf' was cancelled." });
    expect(after).toEqual([]);
  });
});

test('no end reached: every skipped node is named with its reason', async () => {
  const graph = new Graph<number>('nowhere')
    .addNode('a', (value: number) => value)
    .addNode('b', (value: number) => value)
    .addEdge('a', 'b', { when: () => false })
    .startWith('a')
    .endWith('b');
  expect(await rejection(graph.run(1))).toMatchObject({
    code: 'Graph.NoEndReached',
    message:
      "graph 'nowhere' ended without reaching an end ('b'):\n  - 'b' was skipped: the condition of edge 'a' -> 'b' did not hold",
  });
});
