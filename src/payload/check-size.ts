import { PerdureError } from '../errors.js';
import { checkJson } from './check-json.js';

/**
 * Largest value that may be sent, in bytes of JSON: Temporal's default limit for one payload is 2 MiB and a value over
 * it would be refused again and again; a little room is left for what is sent with it.
 */
export const payloadLimit = 2 * 1024 * 1024 - 16 * 1024;

/**
 * Checks that values survive JSON and fit into one message.
 * @returns their size in bytes, exact where it comes near the limit
 * @throws PerdureError `Payload.NotJson`, `Payload.TooLarge`
 */
export function checkPayload(values: readonly unknown[], where: string, part: (index: number) => string): number {
  let size = 0;
  for (let index = 0; index < values.length; index++) size += checkJson(values[index], `${where}: ${part(index)}`);
  // The estimate counts characters; four bytes is the most one can take in UTF-8, six where JSON escapes it.
  if (size * 6 > payloadLimit) size = values.reduce<number>((sum, value) => sum + jsonBytes(value), 0);
  if (size > payloadLimit) throw tooLarge(where, size);
  return size;
}

/** A clear refusal with the name, the size and the limit. */
export function tooLarge(where: string, size: number, limit: number = payloadLimit): PerdureError {
  return new PerdureError({
    code: 'Payload.TooLarge',
    message: `${where}: ${megabytes(size)} is over the limit of ${megabytes(limit)} for one value in history. Store it (a file, a bucket, a database) and pass its name instead.`,
    details: { where, size, limit },
  });
}

function jsonBytes(value: unknown): number {
  if (value === undefined) return 0;
  const json = JSON.stringify(value);
  let bytes = json.length;
  // No TextEncoder here: portable code, and no second copy of a large text in memory.
  for (let index = 0; index < json.length; index++) {
    const unit = json.charCodeAt(index);
    if (unit > 0x7f) bytes += unit > 0x7ff ? 2 : 1;
    // A surrogate pair is two units and four bytes.
    if (unit >= 0xd800 && unit <= 0xdfff) bytes -= 1;
  }
  return bytes;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(2)} MiB (${bytes} bytes)`;
}
