/**
 * What people who write workers and clients are given: both doors show it.
 * @module
 */
export { encryption, type EncryptionOptions } from './encryption.js';
export type { EncryptionKey } from './key-ring.js';
export { encryptionFromEnvironment } from './encryption-from-environment.js';
export type { BlobStore } from './blobs/blob-store.js';
export { blobsFromEnvironment } from './blobs/blobs-from-environment.js';
export { fileBlobs, type FileBlobsOptions } from './blobs/file-blobs.js';
export { s3Blobs, type S3BlobsOptions } from './blobs/s3-blobs.js';
