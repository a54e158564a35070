import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { PerdureError } from '../src/errors.js';
import { boundText, encryptedMetadata, keyIdOf } from './encrypted-payload.js';
import { createKeyRing, type EncryptionKey, type KeyRing } from './key-ring.js';
import { fromBytes, toBytes } from './payload-bytes.js';

export interface EncryptionOptions {
  /** Keys by id, 32 bytes each: a Buffer, or base64 or hexadecimal text. Ids are readable in history. */
  readonly keys: Readonly<Record<string, EncryptionKey>>;
  /** The id of the key that encrypts from now on; what the others have encrypted stays readable. */
  readonly current: string;
}

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts every payload with AES-256-GCM before it leaves the process: inputs, results, answers, summaries, heartbeat
 * details, memos, details of errors. Worker and client need the same keys.
 *
 * ```ts
 * const codec = encryption({ keys: { '2026': process.env.KEY_2026, '2025': process.env.KEY_2025 }, current: '2026' });
 * const app = await connect({ codec });
 * ```
 * Payloads that are not encrypted, or by another codec, are read as they are, so that it can be switched on while runs
 * are under way.
 * @throws PerdureError `Codec.InvalidKey`; when reading, `Codec.UnknownKey` and `Codec.Tampered`
 */
export function encryption({ keys, current }: EncryptionOptions): PayloadCodec {
  const ring = createKeyRing(keys, current);
  return {
    encode: async (payloads) => payloads.map((payload) => encrypt(payload, ring)),
    decode: async (payloads) => payloads.map((payload) => decrypt(payload, ring)),
  };
}

/** Nonce, encrypted payload (its metadata included), tag: the order of Web Crypto. */
function encrypt(payload: Payload, { current, keys }: KeyRing): Payload {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, keys.get(current)!, nonce).setAAD(boundText(current));
  const data = Buffer.concat([nonce, cipher.update(toBytes(payload)), cipher.final(), cipher.getAuthTag()]);
  return { metadata: encryptedMetadata(current), data };
}

function decrypt(payload: Payload, { keys }: KeyRing): Payload {
  const id = keyIdOf(payload);
  if (id === undefined) return payload;
  const key = keys.get(id);
  if (key === undefined) throw unknownKey(id, [...keys.keys()]);
  return fromBytes(open(payload.data ?? new Uint8Array(), id, key));
}

function open(data: Uint8Array, id: string, key: KeyObject): Uint8Array {
  if (data.length < nonceBytes + tagBytes) throw tampered(id);
  const end = data.length - tagBytes;
  const decipher = createDecipheriv(algorithm, key, data.subarray(0, nonceBytes), { authTagLength: tagBytes })
    .setAAD(boundText(id))
    .setAuthTag(data.subarray(end));
  try {
    return Buffer.concat([decipher.update(data.subarray(nonceBytes, end)), decipher.final()]);
  } catch {
    throw tampered(id);
  }
}

function unknownKey(id: string, known: readonly string[]): PerdureError {
  return new PerdureError({
    code: 'Codec.UnknownKey',
    message: `A value is encrypted with key '${id}', which is not here (known: ${known.join(', ')}). Add that key beside the current one: an old key is needed for as long as runs that used it are kept.`,
    details: { key: id, known },
  });
}

function tampered(id: string): PerdureError {
  return new PerdureError({
    code: 'Codec.Tampered',
    message: `A value encrypted with key '${id}' fails authentication: it was changed on its way or in the database, or the key '${id}' here has other bytes than the one that encrypted it.`,
    details: { key: id },
  });
}
