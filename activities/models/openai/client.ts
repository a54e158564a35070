import type { ClientOptions, OpenAI } from 'openai';
import type { ModelCallContext } from '../../../src/ports/model-provider.js';
import { loadOptional } from '../../load-optional.js';
import { findKey, noKey } from '../wire/find-key.js';
import { limitedFetch } from '../wire/limited-fetch.js';
import { sdkLog } from '../wire/sdk-log.js';
import type { Connection } from './connection.js';

export interface Connected {
  readonly client: OpenAI;
  readonly key: string | undefined;
}

/**
 * Gives the SDK's client for the key of the moment; a changed key gets a new one.
 * @throws PerdureError `Model.Authentication` without a key, `Package.Missing`
 */
export function createConnector(connection: Connection): (context: ModelCallContext) => Promise<Connected> {
  let held: Connected | undefined;
  return async (context) => {
    const key = await keyOf(connection, context);
    const { OpenAI } = await loadOptional('openai', () => import('openai'));
    if (held === undefined || held.key !== key) held = { key, client: new OpenAI(clientOptions(connection, key)) };
    return held;
  };
}

async function keyOf(connection: Connection, { secret }: ModelCallContext): Promise<string | undefined> {
  const key = await findKey(connection.who, connection, [], secret);
  if (key === undefined && connection.apiKeySecret !== undefined) throw noKey(connection.who, connection, []);
  return key;
}

function clientOptions({ who, baseURL, headers, fetch, isOpenAI }: Connection, key: string | undefined): ClientOptions {
  return {
    // The SDK wants one at any rate; a server without keys gets no such header.
    apiKey: key ?? 'none',
    adminAPIKey: null,
    baseURL,
    maxRetries: 0,
    logger: sdkLog(who, key),
    fetch: limitedFetch(fetch),
    ...(!isOpenAI && { organization: null, project: null }),
    defaultHeaders: {
      ...(!isOpenAI && ambientHeaders()),
      ...(key === undefined && { authorization: null }),
      ...headers,
    },
    // It prints parts of conversations otherwise, where they cannot be parsed.
    ...(!process.env['OPENAI_LOG'] && { logLevel: 'off' as const }),
  };
}

/** `null` takes out what the SDK adds by itself. */
function ambientHeaders(): Record<string, null> {
  const lines = process.env['OPENAI_CUSTOM_HEADERS']?.split('\n') ?? [];
  const names = lines.map((line) => line.slice(0, Math.max(0, line.indexOf(':'))).trim());
  return Object.fromEntries(names.filter(Boolean).map((name) => [name, null]));
}
