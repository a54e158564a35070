import { ExternalStorageNotConfiguredError, type LoadedDataConverter, type Payload } from '@temporalio/common';
import { ExternalStorageRunner, isReferencePayload } from '@temporalio/common/lib/internal-non-workflow/index.js';

/**
 * Values that history only refers to come from the store of large values.
 * @throws ExternalStorageNotConfiguredError where this program has no such store
 */
export async function fetchStored(
  { externalStorage }: LoadedDataConverter,
  payloads: readonly Payload[],
): Promise<Payload[]> {
  if (!payloads.some(isReferencePayload)) return [...payloads];
  if (externalStorage === undefined) throw new ExternalStorageNotConfiguredError();
  return new ExternalStorageRunner(externalStorage).retrieve([...payloads]);
}
