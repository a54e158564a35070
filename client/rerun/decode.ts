import type { LoadedDataConverter, Payload } from '@temporalio/common';
import { decodeArrayFromPayloads, decodeMapFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { fetchStored } from '../history/fetch-stored.js';

/** Values of history as the client's own converter reads them: codecs undone, values kept elsewhere fetched. */
export async function decodeValues(
  converter: LoadedDataConverter,
  payloads: readonly Payload[] | null | undefined,
): Promise<unknown[]> {
  return decodeArrayFromPayloads(converter, await fetchStored(converter, payloads ?? []));
}

/** The same for values that have names. */
export async function decodeNamed(
  converter: LoadedDataConverter,
  fields: Readonly<Record<string, Payload>> | null | undefined,
): Promise<Record<string, unknown>> {
  return (await decodeMapFromPayloads<string>(converter, fields ?? {})) ?? {};
}
