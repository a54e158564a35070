import type { WorkerOptions } from '@temporalio/worker';
import { hasCodec } from '../codec/index.js';
import { listDefinitions } from '../src/definition/register.js';
import { PerdureError } from '../src/errors.js';
import { taskDefinition } from '../src/task/definition.js';
import type { Task } from '../src/task/task.js';

/**
 * Sensitive tasks may only run where payloads are encrypted.
 * @throws PerdureError `Worker.NeedsCodec` naming the tasks
 */
export function refuseUnencrypted(settings: Pick<WorkerOptions, 'dataConverter'>): void {
  if (hasCodec(settings)) return;
  const sensitive = [...listDefinitions('task')]
    .filter(([, { definition }]) => (definition as Task<never[], unknown>)[taskDefinition].sensitive)
    .map(([name]) => name);
  if (sensitive.length === 0) return;
  throw new PerdureError({
    code: 'Worker.NeedsCodec',
    message: `The worker has no payload codec, but these tasks are sensitive: ${sensitive.join(', ')}. Give it one, for example perdure({ app, codec: encryption({ … }) }); see docs/security.md.`,
    details: { tasks: sensitive },
  });
}
