/**
 * OpenAI's models, and servers that speak one of its two APIs. Needs the package `openai`.
 * @module
 */
import type { ModelAbilities, ModelProvider } from '../../../src/ports/model-provider.js';
import { chatProvider } from '../compatible/provider.js';
import { abilitiesOf } from './abilities.js';
import type { ConnectionOptions } from './connection.js';
import { responsesProvider } from './provider.js';

/** How OpenAI is reached, and what is known of its models. */
export interface OpenAIOptions extends ConnectionOptions {
  /** Default `OPENAI_API_KEY`. */
  readonly apiKeySecret?: string;
  /** Default: the environment's `OPENAI_BASE_URL`, else `https://api.openai.com/v1`. */
  readonly baseURL?: string;
  /** Default: `'responses'` at OpenAI itself, `'chat'` at any other base URL. */
  readonly api?: 'responses' | 'chat';
  /** Shows thoughts as summaries; OpenAI asks some organizations to be verified first. Default: none are shown. */
  readonly reasoningSummary?: 'auto' | 'concise' | 'detailed';
  /** Where what is known of a model is wrong, by its name. */
  readonly models?: Readonly<Record<string, Partial<ModelAbilities>>>;
}

const officialURL = 'https://api.openai.com/v1';

/**
 * OpenAI's models: `perdure({ app, models: { openai: openai() } })`, then `model: 'openai/gpt-5'`.
 *
 * The key is asked for at each call, under the name `OPENAI_API_KEY`. Nothing is stored at OpenAI (`store: false`).
 */
export function openai(options: OpenAIOptions = {}): ModelProvider {
  const { apiKeySecret = 'OPENAI_API_KEY', reasoningSummary, models = {} } = options;
  const baseURL = options.baseURL ?? (process.env['OPENAI_BASE_URL'] || officialURL);
  const { host } = new URL(baseURL);
  const isOpenAI = host === 'api.openai.com' || host.endsWith('.api.openai.com');
  const shared = {
    ...options,
    apiKeySecret,
    baseURL,
    isOpenAI,
    who: isOpenAI ? 'OpenAI' : `OpenAI's API at ${host}`,
    tag: isOpenAI ? 'openai' : `openai ${host}`,
    abilitiesOf: (model: string) => ({ ...abilitiesOf(model), ...models[model] }),
  };
  if ((options.api ?? (isOpenAI ? 'responses' : 'chat')) === 'responses')
    return responsesProvider({ ...shared, reasoningSummary });
  return chatProvider({ ...shared, replaysReasoning: false, extraBody: undefined });
}
