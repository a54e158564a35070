/**
 * Where large values are kept: a port with two implementations, `fileBlobs` and `s3Blobs`. Content is named by its
 * hash, so the same bytes may be put twice, and nothing is ever changed.
 */
export interface BlobStore {
  /** The kind of store, shown in messages and to the server: `file`, `s3`. */
  readonly kind: string;
  /** Values from this size on, in bytes, are kept here instead of in history. Default and most: 262144 (256 KiB). */
  readonly threshold?: number | undefined;
  /** Keeps bytes under a name of 64 hexadecimal digits. */
  put(name: string, bytes: Uint8Array, signal?: AbortSignal): Promise<void>;
  /** The bytes, or `undefined` if there are none of that name. */
  get(name: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;
}
