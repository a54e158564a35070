import { PerdureError } from '../../../src/errors.js';
import { ModelError } from '../../../src/model/model-error.js';

/**
 * A connection that could not be made, or that broke. The libraries' own errors do not travel on: they may hold headers
 * and whole requests.
 */
export function lostConnection(sentence: string, error: unknown): PerdureError {
  // Ours says more already.
  if (PerdureError.is(error)) return error;
  const { cause, message } = error as { readonly cause?: { code?: unknown; message?: unknown }; message?: unknown };
  const reason = String(cause?.code ?? cause?.message ?? message ?? error);
  return new ModelError('Unavailable', { message: `${sentence}: ${reason}.`, details: { reason } });
}
