import type { DataConverter } from '@temporalio/common';
import { onlyRefuses } from './refuse-encrypted.js';

/** Whether values leave a worker or client through a payload codec, ours or anybody's. */
export function hasCodec({ dataConverter }: { readonly dataConverter?: DataConverter | undefined }): boolean {
  return (dataConverter?.payloadCodecs ?? []).some((codec) => !onlyRefuses(codec));
}
