// And back again: what was a perdure workflow, written for Temporal directly.
import { proxyActivities } from '@temporalio/workflow';

// #region left
const { wrap } = proxyActivities<{ wrap(item: string): Promise<string> }>({ startToCloseTimeout: '10m' });

export async function pack(item: string): Promise<string> {
  return wrap(item);
}
// #endregion
