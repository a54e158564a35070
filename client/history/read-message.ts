import type { Client } from '@temporalio/client';
import { decodeOptionalFailureToOptionalError } from '@temporalio/common/lib/internal-non-workflow/index.js';

type Failure = Parameters<typeof decodeOptionalFailureToOptionalError>[1];

/** The message of a failure, also where a codec keeps it from others; what cannot be decoded is said to be so. */
export async function readMessage(client: Client, failure: Failure): Promise<string> {
  try {
    const error = await decodeOptionalFailureToOptionalError(client.options.loadedDataConverter, failure);
    return error?.message ?? '';
  } catch {
    return `${failure?.message ?? ''} (cannot be decoded here)`;
  }
}
