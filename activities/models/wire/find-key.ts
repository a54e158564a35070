import { ModelError } from '../../../src/model/model-error.js';
import type { ModelCallContext } from '../../../src/ports/model-provider.js';

export interface KeyOptions {
  /** The key itself; better left out, so that it is asked for at every call. */
  readonly apiKey?: string;
  /** The name of the secret that holds the key, in the worker's sources of secrets. */
  readonly apiKeySecret?: string;
}

/**
 * The key of one call.
 * @param names of secrets to try where the options name none
 * @throws PerdureError `Model.Authentication` for a key that no header can carry
 */
export async function findKey(
  who: string,
  { apiKey, apiKeySecret }: KeyOptions,
  names: readonly string[],
  secret: ModelCallContext['secret'],
): Promise<string | undefined> {
  if (apiKey) return checked(who, apiKey, "option 'apiKey'");
  for (const name of apiKeySecret === undefined ? names : [apiKeySecret]) {
    const value = await secret(name);
    if (value) return checked(who, value, `secret ${name}`);
  }
  return undefined;
}

/** The platform's own message about a bad header quotes it. */
function checked(who: string, key: string, where: string): string {
  const trimmed = key.trim();
  if (/^[\x21-\x7e]+$/.test(trimmed)) return trimmed;
  throw new ModelError('Authentication', {
    message: `${who}: the key in ${where} has characters that no key has, such as a blank or a line break.`,
  });
}

/** @throws PerdureError `Model.Authentication` */
export function noKey(who: string, { apiKeySecret }: KeyOptions, names: readonly string[]): ModelError {
  const wanted = apiKeySecret ?? names.join(' or ');
  return new ModelError('Authentication', {
    message: `${who}: there is no API key. Set ${wanted} in the worker's environment, or wherever its secrets come from.`,
    details: { secret: wanted },
  });
}
