import type { PayloadCodec } from '@temporalio/common';
import { PerdureError } from '../src/errors.js';
import { encryption } from './encryption.js';
import { invalidKeys } from './key-ring.js';

export const keysVariable = 'PERDURE_CODEC_KEYS';

/** Whether the environment has encryption keys. */
export function hasKeysInEnvironment(): boolean {
  return (process.env[keysVariable] ?? '').trim() !== '';
}

/**
 * Encryption with the keys of `PERDURE_CODEC_KEYS`: `id:base64` pairs with commas between them, the current one first.
 *
 * ```sh
 * PERDURE_CODEC_KEYS="2026:$(openssl rand -base64 32),2025:…" node worker.js
 * ```
 * @throws PerdureError `Codec.NoKeys` where the variable is not set, `Codec.InvalidKey`
 */
export function encryptionFromEnvironment(): PayloadCodec {
  if (!hasKeysInEnvironment()) {
    throw new PerdureError({
      code: 'Codec.NoKeys',
      message: `${keysVariable} is not set. It holds the encryption keys as id:base64 pairs with commas between them, the current one first; 'perdure codec key' makes one.`,
    });
  }
  const pairs = (process.env[keysVariable] ?? '').split(',').map((pair) => pair.trim());
  const keys: Record<string, string> = {};
  const problems: string[] = [];
  // Kept apart: an object puts ids that look like numbers first.
  let current = '';
  for (const [index, pair] of pairs.entries()) {
    const [, id, key] = /^([^:]+):(.+)$/.exec(pair) ?? [];
    // Never the text itself: it may be a key.
    if (id === undefined || key === undefined) problems.push(`entry ${index + 1} of ${keysVariable} is not id:base64`);
    else if (Object.hasOwn(keys, id)) problems.push(`the id '${id}' is there twice`);
    else {
      keys[id] = key;
      current ||= id;
    }
  }
  if (problems.length > 0) throw invalidKeys(problems);
  return encryption({ keys, current });
}
