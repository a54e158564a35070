import { ExternalStorage } from '@temporalio/common';
import { PerdureError } from '../../src/errors.js';
import { storedFrom } from '../../src/payload/check-size.js';
import { driverForWorker } from '../failures-on-wire.js';
import type { BlobStore } from './blob-store.js';
import { storageDriver } from './storage-driver.js';

/**
 * Temporal's external storage over a blob store.
 * @throws PerdureError `Blobs.InvalidOptions`
 */
export function toExternalStorage(store: BlobStore, place: 'client' | 'worker'): ExternalStorage {
  const { threshold = storedFrom } = store;
  if (!Number.isInteger(threshold) || threshold < 0 || threshold > storedFrom) {
    throw new PerdureError({
      code: 'Blobs.InvalidOptions',
      message: `The 'threshold' of a blob store is a number of bytes from 0 to ${storedFrom} (256 KiB), not ${threshold}.`,
    });
  }
  const driver = storageDriver(store);
  return new ExternalStorage({
    drivers: [place === 'worker' ? driverForWorker(driver) : driver],
    payloadSizeThreshold: threshold,
  });
}
