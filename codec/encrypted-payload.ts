import type { Payload } from '@temporalio/common';

/**
 * How an encrypted payload looks. The first word is the one all Temporal encryption codecs use, so tools recognise it;
 * the second tells ours from theirs.
 */
const encoding = 'binary/encrypted';
const cipher = 'perdure/aes-256-gcm';

/** The readable part of a payload encrypted with a key. */
export function encryptedMetadata(keyId: string): Record<string, Uint8Array> {
  return {
    encoding: Buffer.from(encoding),
    'encryption-cipher': Buffer.from(cipher),
    'encryption-key-id': Buffer.from(keyId),
  };
}

/** The id of the key a payload is encrypted with; `undefined` for a payload that is not of this codec. */
export function keyIdOf({ metadata }: Payload): string | undefined {
  if (text(metadata?.['encoding']) !== encoding || text(metadata?.['encryption-cipher']) !== cipher) return undefined;
  return text(metadata?.['encryption-key-id']) ?? '';
}

/** What is authenticated beside the content, so that neither word of the readable part can be exchanged. */
export function boundText(keyId: string): Buffer {
  return Buffer.from([encoding, cipher, keyId].join('\n'));
}

function text(bytes: Uint8Array | null | undefined): string | undefined {
  return bytes ? Buffer.from(bytes).toString('utf8') : undefined;
}
