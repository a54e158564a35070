import { expect, test, vi } from 'vitest';
import { storageDriver } from '../../codec/blobs/storage-driver.js';
import { s3Blobs } from '../../codec/blobs/s3-blobs.js';

// As on a machine where it was never installed.
vi.mock('@aws-sdk/client-s3', () => {
  throw Object.assign(new Error("Cannot find package '@aws-sdk/client-s3'"), { code: 'ERR_MODULE_NOT_FOUND' });
});

test('a bucket without the AWS SDK says what to install, and is not tried again', async () => {
  const driver = storageDriver(s3Blobs({ bucket: 'values', region: 'eu-central-1' }));
  await expect(driver.store({}, [{ metadata: {}, data: Buffer.from('a') }])).rejects.toMatchObject({
    code: 'Blobs.MissingPackage',
    retryable: false,
    message: expect.stringContaining('npm install @aws-sdk/client-s3'),
  });
});
