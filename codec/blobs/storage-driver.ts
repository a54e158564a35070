import { createHash } from 'node:crypto';
import type { StorageDriver, StorageDriverClaim } from '@temporalio/common';
import { PerdureError } from '../../src/errors.js';
import { fromBytes, toBytes } from '../payload-bytes.js';
import type { BlobStore } from './blob-store.js';

/** What history says instead of the value. One name for all kinds, so that blobs can move from a folder to a bucket. */
const driverName = 'perdure.blobs';
const hashClaim = 'sha256';
const atOnce = 8;

/** A blob store as Temporal's external storage uses it. Values arrive here encoded: what is encrypted is kept encrypted. */
export function storageDriver(store: BlobStore): StorageDriver {
  return {
    name: driverName,
    type: `perdure.${store.kind}`,
    store: ({ abortSignal }, payloads) =>
      inTurns(payloads, async (payload) => {
        const bytes = toBytes(payload);
        const name = hashOf(bytes);
        await reach(store, () => store.put(name, bytes, abortSignal));
        return { claimData: { [hashClaim]: name } };
      }),
    retrieve: ({ abortSignal }, claims) =>
      inTurns(claims, async (claim) => {
        const name = nameIn(claim);
        const bytes = await reach(store, () => store.get(name, abortSignal));
        if (bytes === undefined) throw notFound(store, name);
        if (hashOf(bytes) !== name) throw tampered(store, name);
        return fromBytes(bytes);
      }),
  };
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The name comes from history: it must not lead anywhere but to a blob. */
function nameIn({ claimData }: StorageDriverClaim): string {
  const name = claimData[hashClaim] ?? '';
  if (/^[0-9a-f]{64}$/.test(name)) return name;
  throw new PerdureError({
    code: 'Blobs.Tampered',
    message: 'A reference in history to a value kept outside of it is not one that was written there.',
  });
}

/** Values may be large: a few at a time. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let index = 0; index < items.length; index += atOnce) {
    results.push(...(await Promise.all(items.slice(index, index + atOnce).map(work))));
  }
  return results;
}

async function reach<T>(store: BlobStore, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (PerdureError.is(error)) throw error;
    const reason = error instanceof Error ? error.message || error.name : String(error);
    throw new PerdureError({
      code: 'Blobs.Unavailable',
      message: `The store of large values (${store.kind}) does not answer: ${reason}. Nothing is lost; work that needs it is tried again.`,
      details: { store: store.kind },
      retryable: true,
      cause: error,
    });
  }
}

function notFound({ kind }: BlobStore, name: string): PerdureError {
  return new PerdureError({
    code: 'Blobs.NotFound',
    message: `The store of large values (${kind}) has no blob ${name}, which history refers to. It was deleted, or this program uses another store than the one that wrote it.`,
    details: { store: kind, blob: name },
  });
}

function tampered({ kind }: BlobStore, name: string): PerdureError {
  return new PerdureError({
    code: 'Blobs.Tampered',
    message: `Blob ${name} in the store of large values (${kind}) has other content than was written: its hash differs.`,
    details: { store: kind, blob: name },
  });
}
