import { appendFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Graph, map, pause, saga, task, workflow } from 'perdure';

// Lost workers count as attempts, and here many are lost; nobody waits long for one.
const sturdy = {
  retry: { maximumAttempts: 100, initialInterval: '100ms', maximumInterval: '1s' },
  heartbeatTimeout: '2s',
};

/** Leaves one line in the file for each time it has run to its end. */
export const effect = task('effect', sturdy, async ({ file, what, takes = 30 }) => {
  await setTimeout(takes);
  appendFileSync(file, `${what}\n`);
  return what;
});

const compensate = effect.withOptions({ summary: 'undo {what}' });

export const chain = workflow('chain', async (file) => {
  const done = [];
  for (let index = 0; index < 12; index++) done.push(await effect({ file, what: `step ${index}` }));
  return done.length;
});

export const fan = workflow('fan', async (file) => {
  const items = Array.from({ length: 30 }, (_, index) => ({ file, what: `item ${index}` }));
  return (await map(effect, items, { chunk: 10 })).length;
});

export const branches = workflow('branches', async (file) => {
  const graph = new Graph('branches')
    .addNode('start', () => effect({ file, what: 'start' }))
    .addNode('left', () => effect({ file, what: 'left', takes: 200 }))
    .addNode('right', () => effect({ file, what: 'right' }))
    .addNode('join', (left, right) => effect({ file, what: `join ${String(left)} ${String(right)}` }))
    .addEdge('start', 'left')
    .addEdge('start', 'right')
    .addEdge('left', 'join')
    .addEdge('right', 'join')
    .startWith('start')
    .endWith('join');
  return graph.run();
});

export const undone = workflow('undone', async (file) => {
  try {
    return await saga(async (undo) => {
      for (const place of ['one', 'two', 'three']) {
        await effect({ file, what: `do ${place}` });
        undo(() => compensate({ file, what: `undo ${place}`, takes: 100 }));
      }
      throw new Error('as planned');
    });
  } catch (error) {
    return error.message;
  }
});

export const asks = workflow('asks', async (file) => {
  await effect({ file, what: 'before' });
  const first = await pause('first');
  await effect({ file, what: `answered ${String(first)}` });
  const second = await pause('second');
  await effect({ file, what: `answered ${String(second)}` });
  return [first, second];
});
