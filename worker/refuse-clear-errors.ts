import { readFile } from 'node:fs/promises';
import type { WorkerOptions } from '@temporalio/worker';
import { encodedFailuresMark } from '../codec/index.js';
import { PerdureError } from '../src/errors.js';

/**
 * A bundle decides by itself whether the messages of errors leave the sandbox encoded; one that was made without the
 * codec would go on writing them in clear text.
 * @throws PerdureError `Codec.BundleMismatch`
 */
export async function refuseClearErrors(bundle: NonNullable<WorkerOptions['workflowBundle']>): Promise<void> {
  const code = 'code' in bundle ? bundle.code : await readFile(bundle.codePath, 'utf8');
  if (code.includes(encodedFailuresMark)) return;
  throw new PerdureError({
    code: 'Codec.BundleMismatch',
    message:
      'This worker has a codec, but its workflow bundle was made without one, so messages of errors would be stored in clear text. Make it with the same options: bundleApp({ app, codec }).',
  });
}
