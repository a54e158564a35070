// An app that grows beside hand-written workflows.
import { executeChild, proxyActivities } from '@temporalio/workflow';
import { pause, task, workflow } from 'perdure';
import { z } from 'zod';
import type { order } from './hand-written.js';
import type * as activities from './own-activities.js';

export const wrap = task('wrap', { retry: { maximumAttempts: 1 } }, async (item: string) => {
  if (item === 'fog') throw new Error('Fog cannot be wrapped.');
  return `${item} in paper`;
});
export const pack = workflow('pack', async (item: string) => wrap(item));

// #region calls
const { charge } = proxyActivities<typeof activities>({
  startToCloseTimeout: '1 minute',
  retry: { maximumAttempts: 3, initialInterval: '20ms' }, // left out, Temporal tries for ever
});

export const sell = workflow('sell', async (item: string) => {
  const receipt = await charge(item); // an activity of your own
  const parcel = await executeChild<typeof order>('order', { args: [item] }); // a workflow of your own
  return [receipt, parcel, await wrap('a card')];
});
// #endregion

export const resell = workflow('resell', async (item: string) => executeChild<typeof order>('order', { args: [item] }));

export const gift = workflow('gift', async (item: string) => {
  const parcel = await wrap(item);
  const { text } = await pause('card', { data: parcel, schema: z.object({ text: z.string() }) });
  return `${parcel}: ${text}`;
});
