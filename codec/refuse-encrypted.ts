import type { PayloadCodec } from '@temporalio/common';
import { PerdureError } from '../src/errors.js';
import { keyIdOf } from './encrypted-payload.js';
import { codecForWorker } from './failures-on-wire.js';

// Registered: another copy of the library must not take ours for a codec that hides something.
const mark = Symbol.for('perdure.only-refuses');

/**
 * Stands behind all other codecs, also where there is none: a payload that is still encrypted here is said in words.
 * Without it workflow code would meet bytes nobody can read, and a worker that lacks its keys would fail every run it
 * touches; so it fails the workflow task, which is tried again, and the run is safe.
 */
export const refuseEncrypted: PayloadCodec = marked({
  encode: async (payloads) => payloads,
  decode: async (payloads) => {
    for (const payload of payloads) {
      const key = keyIdOf(payload);
      if (key !== undefined) throw missingCodec(key);
    }
    return payloads;
  },
});

export const refuseEncryptedInWorker: PayloadCodec = marked(codecForWorker(refuseEncrypted));

/** Whether a codec only refuses, and hides nothing. */
export function onlyRefuses(codec: PayloadCodec): boolean {
  return mark in codec;
}

function marked(codec: PayloadCodec): PayloadCodec {
  return Object.assign(codec, { [mark]: true });
}

function missingCodec(key: string): PerdureError {
  return new PerdureError({
    code: 'Codec.Missing',
    message: `A value is encrypted with key '${key}', and this program has no keys. Give it the option 'codec' (on the command line: PERDURE_CODEC_KEYS).`,
    details: { key },
  });
}
