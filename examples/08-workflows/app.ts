import { choose, log, now, pause, progress, randomInteger, runInfo, sleep, task, uuid4, workflow } from 'perdure';
import { z } from 'zod';

export const reserve = task('reserve', async (item: string) => `${item} is reserved`);
export const release = task('release', async (room: string) => `${room} is free again`);

// #region options
export const order = workflow(
  'order',
  {
    description: 'Takes one order.',
    input: z.object({ item: z.string().min(1), count: z.number().int().positive() }),
    output: z.object({ note: z.string(), total: z.number() }),
    timeout: '2 days',
  },
  async ({ item, count }, info) => {
    log.info('an order has come', { item, run: info.workflowId });
    return { note: await reserve(item), total: count * 5 };
  },
);
// #endregion

// #region durable
export const lottery = workflow('lottery', async (names: string[]) => {
  const began = now();
  progress('the drum turns');
  await sleep('100ms', 'suspense');
  const waited = now().getTime() - began.getTime();
  return { winner: choose(names), number: randomInteger(1, 6), ticket: uuid4(), waited, run: runInfo().workflowId };
});
// #endregion

// #region children
export const shop = workflow('shop', async (names: string[]) => {
  const tea = await order({ item: 'tea', count: 2 }); // a child run: awaited, and ends with its parent
  const nothing = await order.settle({ item: 'tea', count: 0 }); // its failure as data
  const loose = await lottery.start(names, { id: `lottery-${uuid4()}` }); // lives on by itself
  const refused = nothing.status === 'failed' ? nothing.error.code : nothing.status;
  return { total: tea.total, refused, lottery: loose.id };
});
// #endregion

// #region cancel
export const stay = workflow('stay', async (room: string) => {
  try {
    return await pause<string>('departure', { prompt: `Who leaves ${room}?` });
  } catch (error) {
    log.warn('the stay has ended early', { room });
    throw error; // a run that swallows its cancellation goes on
  }
});
// #endregion
