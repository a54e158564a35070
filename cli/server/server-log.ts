import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface ServerLog {
  readonly path: string;
  /** For the server's own outputs: it writes to a file, never to a pipe that a busy parent forgets to empty. */
  readonly descriptor: number;
  /** The newest lines written since this log was opened. */
  lastLines(count: number): readonly string[];
  /** Ends our use of it, and removes it when nobody asked for a log. */
  close(): void;
}

const largestFile = 10_000_000;
const largestTail = 64_000;

/** Appends to the given file, or to a temporary one. */
export function openServerLog(file: string | undefined): ServerLog {
  const path = file ?? join(tmpdir(), `perdure-server-${randomUUID()}.log`);
  mkdirSync(dirname(path), { recursive: true });
  const descriptor = openSync(path, 'a+');
  if (fstatSync(descriptor).size > largestFile) ftruncateSync(descriptor);
  const begin = fstatSync(descriptor).size;
  return {
    path,
    descriptor,
    lastLines: (count) => {
      const end = fstatSync(descriptor).size;
      const from = Math.max(begin, end - largestTail);
      const buffer = Buffer.alloc(Math.max(0, end - from));
      const length = readSync(descriptor, buffer, 0, buffer.length, from);
      return buffer
        .toString('utf8', 0, length)
        .split('\n')
        .filter((line) => line !== '')
        .slice(-count);
    },
    close: () => {
      closeSync(descriptor);
      if (file === undefined) rmSync(path, { force: true });
    },
  };
}
