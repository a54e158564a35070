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

/** Whether a payload is of this codec. */
export function isEncrypted({ metadata }: Payload): boolean {
  // Asked of every payload: the length says no without making a text.
  if (metadata?.['encoding']?.length !== encoding.length) return false;
  return text(metadata['encoding']) === encoding && text(metadata['encryption-cipher']) === cipher;
}

/** The id of the key a payload is encrypted with; `undefined` for a payload that is not of this codec. */
export function keyIdOf(payload: Payload): string | undefined {
  return isEncrypted(payload) ? (text(payload.metadata?.['encryption-key-id']) ?? '') : undefined;
}

/** What is authenticated beside the content, so that neither word of the readable part can be exchanged. */
export function boundText(keyId: string): Buffer {
  return Buffer.from([encoding, cipher, keyId].join('\n'));
}

function text(bytes: Uint8Array | null | undefined): string | undefined {
  return bytes ? Buffer.from(bytes).toString('utf8') : undefined;
}
