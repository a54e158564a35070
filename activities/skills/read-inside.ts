import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { PerdureError } from '../../src/errors.js';
import { isLeftOut } from './is-left-out.js';

/** Largest `SKILL.md` and largest other file, in bytes: what a model is given stays far below what it can hold. */
export const largestSkill = 128 * 1024;
export const largestFile = 192 * 1024;

/**
 * Reads a text file below a folder and nothing else: no way out by `..`, by an absolute path or by a symbolic link,
 * nothing hidden, nothing large, nothing that is not text.
 * @param base a real path
 * @param file the way from there, with `/`
 * @throws PerdureError `Skill.FileRefused` saying why, `Skill.FileNotFound`
 */
export async function readInside(base: string, file: string, largest: number): Promise<string> {
  const names = file.split('/').filter((name) => name !== '.' && name !== '');
  if (file.startsWith('/') || /[\\\0]|^[A-Za-z]:/.test(file) || names.includes('..') || names.length === 0) {
    throw refused(file, "is not inside the skill's folder");
  }
  if (names.some(isLeftOut)) throw refused(file, 'is hidden, or part of an installed package');
  let path = base;
  for (const [index, name] of names.entries()) {
    path = join(path, name);
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined) throw notFound(file);
    if (found.isSymbolicLink()) throw refused(file, 'is reached through a symbolic link');
    if (index === names.length - 1 && !found.isFile()) throw refused(file, 'is no file');
  }
  return readText(path, file, largest);
}

/** What was looked at may have been replaced by a link since: the file that is opened is looked at once more. */
async function readText(path: string, file: string, largest: number): Promise<string> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { size } = await handle.stat();
    if (size > largest) throw refused(file, `has ${size} bytes; ${largest} is the most`);
    const bytes = await handle.readFile();
    if (bytes.length > largest) throw refused(file, `has more than ${largest} bytes`);
    return toText(bytes, file);
  } finally {
    await handle.close();
  }
}

function toText(bytes: Uint8Array, file: string): string {
  try {
    // The mark at the beginning is kept: whoever parses the text knows it.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Not UTF-8.
  }
  throw refused(file, 'is not text in UTF-8');
}

function refused(file: string, reason: string): PerdureError {
  return new PerdureError({
    code: 'Skill.FileRefused',
    message: `The file '${file}' is not read: it ${reason}.`,
    details: { file, reason },
  });
}

function notFound(file: string): PerdureError {
  return new PerdureError({
    code: 'Skill.FileNotFound',
    message: `There is no file '${file}' in the skill's folder.`,
    details: { file },
  });
}
