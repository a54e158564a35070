import { existsSync } from 'node:fs';
import { constants, type FileHandle, mkdir, open, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathOutside } from './path-segments.js';

// Windows has none of the last three; `|` takes what is not there as 0.
const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK } = constants;

/** Where a process can name what lies in a folder that it holds open, whatever the folder's path has become. */
const descriptors = '/proc/self/fd';
const hasDescriptors = process.platform === 'linux' && existsSync(descriptors);

/**
 * A folder that is held open while something in it is used. Each step down opens a name in the folder above and follows
 * no link, so a link that is put in the way after a path was checked is not taken. Systems that cannot do so compare
 * the path again after each step.
 */
export class Folder {
  private constructor(
    private readonly handle: FileHandle,
    /** Free of links when it was opened. */
    readonly path: string,
    private readonly throughDescriptor: boolean,
  ) {}

  /** @param path free of links, and known to be right */
  static async open(path: string, throughDescriptor = hasDescriptors): Promise<Folder> {
    return new Folder(await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW), path, throughDescriptor);
  }

  /** How the system is to name an entry, or the folder itself with `.`. */
  at(name: string): string {
    return this.throughDescriptor ? `${descriptors}/${this.handle.fd}/${name}` : join(this.path, name);
  }

  /** A folder in this one. */
  async child(name: string): Promise<Folder> {
    const handle = await open(this.at(name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    const child = new Folder(handle, join(this.path, name), this.throughDescriptor);
    await child.check(handle, child.path).catch(async (error: unknown) => {
      await handle.close();
      throw error;
    });
    return child;
  }

  async makeChild(name: string): Promise<Folder> {
    await mkdir(this.at(name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    return this.child(name);
  }

  /** Opens an entry that is no link; without `O_NONBLOCK` a named pipe would wait for somebody to write. */
  async openEntry(name: string, flags: number, mode?: number): Promise<FileHandle> {
    const handle = await open(this.at(name), flags | O_NOFOLLOW | O_NONBLOCK, mode);
    await this.check(handle, join(this.path, name)).catch(async (error: unknown) => {
      await handle.close();
      throw error;
    });
    return handle;
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  /** Where steps go by path, what was opened must be what now lies there, with no link on the way. */
  private async check(handle: FileHandle, path: string): Promise<void> {
    if (this.throughDescriptor) return;
    const [opened, now, real] = await Promise.all([handle.stat(), stat(path), realpath(path)]);
    if (real !== path || opened.dev !== now.dev || opened.ino !== now.ino) throw pathOutside(path, 'has changed');
  }
}
