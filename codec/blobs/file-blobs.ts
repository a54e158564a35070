import { randomUUID } from 'node:crypto';
import { access, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { BlobStore } from './blob-store.js';

export interface FileBlobsOptions {
  /** A folder that every worker and client can reach; made when the first value comes. */
  readonly folder: string;
  /** Values from this size on, in bytes, are kept here. Default and most: 262144 (256 KiB). */
  readonly threshold?: number;
}

/**
 * Keeps large values as files of a folder: for one machine, or a file system that all of them share.
 *
 * ```ts
 * const worker = await createWorker({ app, blobs: fileBlobs({ folder: '.perdure/blobs' }) });
 * ```
 */
export function fileBlobs({ folder, threshold }: FileBlobsOptions): BlobStore {
  const root = resolve(folder);
  const place = (name: string): string => join(root, name.slice(0, 2), name);
  return {
    kind: 'file',
    threshold,
    async put(name, bytes, signal) {
      const file = place(name);
      if (await isThere(file, bytes.length)) return;
      await mkdir(dirname(file), { recursive: true });
      // Under a name of its own first: a reader never meets half a file, also after a crash.
      const draft = `${file}.${randomUUID()}`;
      try {
        await writeFile(draft, bytes, { signal });
        await rename(draft, file);
      } catch (error) {
        await rm(draft, { force: true }).catch(() => undefined);
        throw error;
      }
    },
    async get(name, signal) {
      try {
        return await readFile(place(name), { signal });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        // A folder that is gone altogether is a store that is away, not a blob that is missing.
        await access(root);
        return undefined;
      }
    },
  };
}

async function isThere(file: string, size: number): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found?.size === size;
}
