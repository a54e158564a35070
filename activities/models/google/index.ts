/**
 * Google's Gemini models, over their REST interface.
 * @module
 */
import type { ModelProvider } from '../../../src/ports/model-provider.js';
import { type GoogleOptions, GoogleProvider } from './provider.js';

export type { GoogleOptions };

/**
 * Gemini models: `google/gemini-2.5-flash`. The key is the secret `GOOGLE_API_KEY` or `GEMINI_API_KEY`, asked for at
 * every call.
 *
 * ```ts
 * const models = { google: google({ apiKeySecret: 'TEAM_GEMINI_KEY' }) };
 * ```
 */
export function google(options: GoogleOptions = {}): ModelProvider {
  return new GoogleProvider(options);
}
