import { createSecretKey, type KeyObject } from 'node:crypto';
import { PerdureError } from '../src/errors.js';

/** A key of 32 bytes: the bytes, or their base64 or hexadecimal text. */
export type EncryptionKey = Uint8Array | string;

/** Keys by id; the current one encrypts, all of them decrypt. */
export interface KeyRing {
  readonly current: string;
  readonly keys: ReadonlyMap<string, KeyObject>;
}

const keyBytes = 32;
const idForm = /^[A-Za-z0-9._-]{1,64}$/;

/** @throws PerdureError `Codec.InvalidKey` with every problem; never with a key */
export function createKeyRing(given: Readonly<Record<string, EncryptionKey>>, current: string): KeyRing {
  const problems: string[] = [];
  const keys = new Map<string, KeyObject>();
  for (const [id, key] of Object.entries(given)) {
    if (!idForm.test(id)) problems.push(`the id '${id}' may have 1 to 64 letters, digits and . _ -`);
    const bytes = toBytes(key);
    if (typeof bytes === 'string') problems.push(`key '${id}' ${bytes}`);
    else keys.set(id, createSecretKey(bytes));
  }
  if (Object.keys(given).length === 0) problems.push('there is no key');
  else if (!Object.hasOwn(given, current)) problems.push(`the current key '${current}' is not among the keys`);
  if (problems.length > 0) throw invalidKeys(problems);
  return { current, keys };
}

export function invalidKeys(problems: readonly string[]): PerdureError {
  return new PerdureError({
    code: 'Codec.InvalidKey',
    message: `The encryption keys cannot be used: ${problems.join('; ')}. A key is 32 random bytes as base64 or hexadecimal text; 'perdure codec key' makes one.`,
    details: { problems },
  });
}

/** The bytes, or what is wrong with the key. */
function toBytes(key: unknown): Uint8Array | string {
  if (key instanceof Uint8Array) return key.length === keyBytes ? key : `has ${key.length} bytes instead of 32`;
  if (typeof key !== 'string') return 'is neither text nor bytes';
  const text = key.trim();
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, 'hex');
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return 'is neither base64 nor hexadecimal text';
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === keyBytes ? bytes : `has ${bytes.length} bytes instead of 32`;
}
