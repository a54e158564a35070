// Workflows written for Temporal directly, as the guide for those who have some tells of them.
import {
  condition,
  defineSignal,
  executeChild,
  proxyActivities,
  setHandler,
  setWorkflowOptions,
} from '@temporalio/workflow';
import type * as activities from './own-activities.js';
import { pack, wrap } from './adopting-app.js';

const { charge } = proxyActivities<typeof activities>({
  startToCloseTimeout: '1 minute',
  retry: { maximumAttempts: 1 },
});

export const ready = defineSignal('ready');

// #region child
export async function order(item: string): Promise<string> {
  const receipt = await charge(item);
  return `${receipt}, ${await executeChild(pack, { args: [item] })}`; // a perdure workflow is a workflow
}
// #endregion

export async function settle(item: string): Promise<string> {
  let isReady = false;
  setHandler(ready, () => void (isReady = true));
  const receipt = await charge(item);
  await condition(() => isReady);
  return receipt;
}

// Without this, the error of a task would be taken for a mistake in the code.
setWorkflowOptions({ failureExceptionTypes: [Error] }, polish);
export async function polish(item: string): Promise<string> {
  return `${await wrap(item)}, polished`;
}
