import { pause, task, workflow } from 'perdure';

export const reserve = task('reserve', async (item: string) => `${item}: reserved`);
export const charge = task('charge', async (reservation: string) => `${reservation}, charged`);
export const release = task('release', async (reservation: string) => `${reservation}, released`);

// #region workflow
export const order = workflow('order', async (item: string) => {
  const reservation = await reserve(item);
  const decision = await pause<'buy' | 'leave'>('decision', { prompt: `Buy ${item}?` });
  return decision === 'buy' ? charge(reservation) : release(reservation);
});
// #endregion
