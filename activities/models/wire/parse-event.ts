import { ModelError } from '../../../src/model/model-error.js';

/**
 * One event of a stream, which has to be a JSON object: a proxy's own page is none.
 * @param who the provider, for messages
 * @throws PerdureError `Model.Unavailable`
 */
export function parseEvent<T extends object>(who: string, text: string): T {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as T;
  } catch {
    // Said below, without the text: it may be a page of any size.
  }
  throw new ModelError('Unavailable', {
    message: `${who} answered with something that is no JSON. Is there a proxy in between, or is the address wrong?`,
  });
}
