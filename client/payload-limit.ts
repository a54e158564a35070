import type { Client } from '@temporalio/client';
import { largePayloadLimit, payloadLimit, type PayloadLimit } from '../src/payload/check-size.js';

/** How large a value may be that a client sends: larger where it has a store for such values. */
export function payloadLimitOf({ options }: Client): PayloadLimit {
  return () => (options.loadedDataConverter.externalStorage ? largePayloadLimit : payloadLimit);
}
