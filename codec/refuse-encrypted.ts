import type { PayloadCodec } from '@temporalio/common';
import { PerdureError } from '../src/errors.js';
import { isEncrypted, keyIdOf } from './encrypted-payload.js';
import { onWireError } from './failures-on-wire.js';

// Registered: another copy of the library must not take ours for a codec that hides something.
const mark = Symbol.for('perdure.only-refuses');

/**
 * Stands behind all other codecs, also where there is none: a payload that is still encrypted here is said in words.
 * Without it workflow code would meet bytes nobody can read, and a worker that lacks its keys would fail every run it
 * touches; so it fails the workflow task, which is tried again, and the run is safe.
 */
export const refuseEncrypted = guard((error) => error);

export const refuseEncryptedInWorker = guard(onWireError);

/** Whether a codec only refuses, and hides nothing. */
export function onlyRefuses(codec: PayloadCodec): boolean {
  return mark in codec;
}

// Every payload of every worker comes through here, so it makes no promise more than it must.
function guard(toError: (error: PerdureError) => Error): PayloadCodec {
  const codec: PayloadCodec = {
    encode: (payloads) => Promise.resolve(payloads),
    decode: (payloads) => {
      const locked = payloads.find(isEncrypted);
      return locked ? Promise.reject(toError(missingCodec(keyIdOf(locked)))) : Promise.resolve(payloads);
    },
  };
  return Object.assign(codec, { [mark]: true });
}

function missingCodec(key = ''): PerdureError {
  return new PerdureError({
    code: 'Codec.Missing',
    message: `A value is encrypted with key '${key}', and this program has no keys. Give it the option 'codec' (on the command line: PERDURE_CODEC_KEYS).`,
    details: { key },
  });
}
