import { PerdureError } from '../errors.js';
import { checkJson } from './check-json.js';

/**
 * Largest value that may be sent, in bytes of JSON: Temporal's default limit for one payload is 2 MiB and a value over
 * it would be refused again and again; a little room is left for what is sent with it.
 */
export const payloadLimit = 2 * 1024 * 1024 - 16 * 1024;

/** The same where a store for large values is there (the option `blobs`): what can still be held in memory with ease. */
export const largePayloadLimit = 64 * 1024 * 1024;

/** Such a store takes every value from this size on, or from a smaller one. */
export const storedFrom = 256 * 1024;

/** What history keeps of a value that is stored elsewhere. */
const referenceBytes = 512;

/** Where the limit depends on something that is better not asked for every value. */
export type PayloadLimit = () => number;

const inHistory: PayloadLimit = () => payloadLimit;

/**
 * Checks that values survive JSON and fit into one message.
 * @param limitOf asked only about what is too large for history
 * @returns what they take on their way, in bytes, exact where it comes near the limit
 * @throws PerdureError `Payload.NotJson`, `Payload.TooLarge`
 */
export function checkPayload(
  values: readonly unknown[],
  where: string,
  part: (index: number) => string,
  limitOf: PayloadLimit = inHistory,
): number {
  let size = 0;
  for (let index = 0; index < values.length; index++) size += checkJson(values[index], `${where}: ${part(index)}`);
  // The estimate counts characters; four bytes is the most one can take in UTF-8, six where JSON escapes it.
  if (size * 6 <= payloadLimit) return size;
  const sizes = values.map(jsonBytes);
  size = sum(sizes);
  if (size <= payloadLimit) return size;
  const limit = limitOf();
  const sent = sum(sizes.map((bytes) => (bytes > storedFrom ? referenceBytes : bytes)));
  if (size > limit || sent > payloadLimit) throw tooLarge(where, size, size > limit ? limit : payloadLimit);
  return sent;
}

function tooLarge(where: string, size: number, limit: number): PerdureError {
  const remedy =
    limit === payloadLimit
      ? "Give worker and clients a store for large values (the option 'blobs'), or keep it somewhere yourself (a file, a bucket, a database) and pass its name instead."
      : 'Keep it somewhere yourself (a file, a bucket, a database) and pass its name instead, or send it in parts.';
  return new PerdureError({
    code: 'Payload.TooLarge',
    message: `${where}: ${megabytes(size)} is over the limit of ${megabytes(limit)} for one value${limit === payloadLimit ? ' in history' : ''}. ${remedy}`,
    details: { where, size, limit },
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
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
