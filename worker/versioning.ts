import type { WorkerOptions } from '@temporalio/worker';
import { PerdureError } from '../src/errors.js';

/** Which build of which deployment a worker is: Temporal's worker versioning. */
export interface WorkerVersioning {
  /** The name of the whole, the same for all builds: `shop`. */
  readonly deployment: string;
  /** The build: a commit, a tag, `v42`. Another build of the workflow code needs another name. */
  readonly build: string;
  /**
   * `'pinned'` (default): a run finishes on the build it began with. `'auto-upgrade'`: it moves to the current build
   * at its next step, so that its code must go on fitting.
   */
  readonly behavior?: 'pinned' | 'auto-upgrade';
}

const behaviors = { pinned: 'PINNED', 'auto-upgrade': 'AUTO_UPGRADE' } as const;

/**
 * The same in Temporal's words.
 * @throws PerdureError `Worker.InvalidOptions` with everything that is wrong
 */
export function deploymentOptions(
  versioning: WorkerVersioning | undefined,
): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (versioning === undefined) return {};
  const { deployment, build, behavior = 'pinned' } = versioning;
  const problems = [
    isName(deployment) ? undefined : "'deployment' must be a name without '.' or ':'",
    isName(build) ? undefined : "'build' must be a name without '.' or ':'",
    behavior in behaviors ? undefined : `'behavior' is ${JSON.stringify(behavior)}, not 'pinned' or 'auto-upgrade'`,
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0) {
    throw new PerdureError({
      code: 'Worker.InvalidOptions',
      message: `createWorker: versioning is wrong: ${problems.join('; ')}.`,
      details: { problems },
    });
  }
  return {
    workerDeploymentOptions: {
      version: { deploymentName: deployment, buildId: build },
      useWorkerVersioning: true,
      defaultVersioningBehavior: behaviors[behavior],
    },
  };
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && /^[^.:\s]+$/.test(value);
}
