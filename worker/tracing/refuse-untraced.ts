import { readFile } from 'node:fs/promises';
import type { WorkerOptions } from '@temporalio/worker';
import { tracingMark } from '../../src/contract/tracing-mark.js';
import { PerdureError } from '../../src/errors.js';

/**
 * What runs do is traced inside the bundle. One that was made without would leave holes in every trace.
 * @throws PerdureError `Telemetry.BundleMismatch`
 */
export async function refuseUntraced(bundle: NonNullable<WorkerOptions['workflowBundle']>): Promise<void> {
  const code = 'code' in bundle ? bundle.code : await readFile(bundle.codePath, 'utf8');
  if (code.includes(tracingMark)) return;
  throw new PerdureError({
    code: 'Telemetry.BundleMismatch',
    message:
      'This worker has telemetry.traces, but its workflow bundle was made without them, so no run would appear in a trace. Make it with bundleApp({ app, traces: true }) or perdure build --traces.',
  });
}
