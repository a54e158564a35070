import { createHash, randomUUID } from 'node:crypto';
import { constants, type FileHandle, rename, unlink } from 'node:fs/promises';
import { workspaceError } from '../../src/agent/workspace/workspace-error.js';
import { PerdureError } from '../../src/errors.js';
import { fileProblem, wrongKind } from './file-problem.js';
import type { Folder } from './folder.js';
import { quote } from './path-segments.js';

/** What a file holds. */
export interface TextFile {
  readonly text: string;
  /** SHA-256, as hexadecimal digits. */
  readonly digest: string;
  /** Permissions. */
  readonly mode: number;
}

/** The largest file that is read, in bytes. */
const largest = 10_000_000;

/**
 * @param most bytes
 * @throws PerdureError `Workspace.WrongKind`, `Workspace.TooLarge`, `Workspace.NotText`
 */
export async function readText(folder: Folder, name: string, path: string, most = largest): Promise<TextFile> {
  const handle = await folder.openEntry(name, constants.O_RDONLY);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw wrongKind(path, stats.isDirectory() ? 'is a folder' : 'is no ordinary file');
    const bytes = await readBytes(handle, path, most);
    return { text: toText(bytes, path), digest: digestOf(bytes), mode: stats.mode & 0o777 };
  } finally {
    await handle.close();
  }
}

/** The same; `undefined` if there is no such file. */
export async function readTextIfThere(folder: Folder, name: string, path: string): Promise<TextFile | undefined> {
  try {
    return await readText(folder, name, path);
  } catch (error) {
    const problem = fileProblem(error, path);
    if (PerdureError.is(problem, 'Workspace.NotFound')) return undefined;
    throw problem;
  }
}

/** All of the text or nothing: it is written beside the file, and takes its place in one step. */
export async function replaceText(folder: Folder, name: string, text: string, mode?: number): Promise<void> {
  const { O_WRONLY, O_CREAT, O_EXCL } = constants;
  const draft = `.perdure-${randomUUID()}.tmp`;
  const handle = await folder.openEntry(draft, O_WRONLY | O_CREAT | O_EXCL, mode ?? 0o666);
  try {
    await handle.writeFile(text);
    if (mode !== undefined) await handle.chmod(mode);
    await handle.sync();
    await handle.close();
    await rename(folder.at(draft), folder.at(name));
  } catch (error) {
    await handle.close().catch(() => undefined);
    await unlink(folder.at(draft)).catch(() => undefined);
    throw error;
  }
}

async function readBytes(handle: FileHandle, path: string, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Counted while it comes: the file may grow.
  for await (const chunk of handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) {
      throw workspaceError('Workspace.TooLarge', `${quote(path)} is larger than ${most} bytes, and is not read.`, {
        most,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function toText(bytes: Buffer, path: string): string {
  const notText = (): Error =>
    workspaceError('Workspace.NotText', `${quote(path)} is no text in UTF-8; these tools are for text only.`);
  if (bytes.includes(0)) throw notText();
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw notText();
  }
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
