import type { WorkflowOptions } from '@temporalio/client';

/**
 * What starting a run under a known id does. `'after-end'`: allowed once the earlier run has ended; `'after-failure'`:
 * only if it did not succeed; `'never'`: refused; `'join'`: an open run is returned instead, an ended one is followed
 * by a new run; `'replace'`: an open run is terminated first.
 */
export type IdReuse = 'after-end' | 'after-failure' | 'never' | 'join' | 'replace';

type Policies = Pick<WorkflowOptions, 'workflowIdReusePolicy' | 'workflowIdConflictPolicy'>;

const policies: Readonly<Record<IdReuse, Policies>> = {
  'after-end': { workflowIdReusePolicy: 'ALLOW_DUPLICATE', workflowIdConflictPolicy: 'FAIL' },
  'after-failure': { workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY', workflowIdConflictPolicy: 'FAIL' },
  never: { workflowIdReusePolicy: 'REJECT_DUPLICATE', workflowIdConflictPolicy: 'FAIL' },
  join: { workflowIdReusePolicy: 'ALLOW_DUPLICATE', workflowIdConflictPolicy: 'USE_EXISTING' },
  replace: { workflowIdReusePolicy: 'ALLOW_DUPLICATE', workflowIdConflictPolicy: 'TERMINATE_EXISTING' },
};

/** The same in Temporal's two settings. */
export function idPolicies(reuse: IdReuse): Policies {
  return policies[reuse];
}
