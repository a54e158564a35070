/**
 * Servers that speak OpenAI's Chat Completions API. Needs the package `openai`.
 * @module
 */
import type { Json } from '../../../src/json.js';
import type { ModelAbilities, ModelProvider } from '../../../src/ports/model-provider.js';
import type { ConnectionOptions } from '../openai/connection.js';
import { chatProvider } from './provider.js';

/** How a compatible server is reached, and what its models can do. */
export interface OpenAICompatibleOptions extends ConnectionOptions {
  /** With the version: `http://localhost:8000/v1`. */
  readonly baseURL: string;
  /** Of all its models. Default: tools, and JSON by schema in calls that have no tools, which most servers can. */
  readonly abilities?: Partial<ModelAbilities>;
  /** Where a model differs, by its name. */
  readonly models?: Readonly<Record<string, Partial<ModelAbilities>>>;
  /** Sends thoughts back in the field they came in, which some models want within a tool round. Default `false`. */
  readonly replayReasoning?: boolean;
  /** Added to the body of each request, for what only this server knows; `null` takes a field out. */
  readonly extraBody?: Readonly<Record<string, Json>>;
}

/**
 * Models behind any server with OpenAI's Chat Completions API, such as vLLM, LM Studio, llama.cpp or OpenRouter:
 *
 * ```ts
 * const models = { local: openAICompatible({ baseURL: 'http://localhost:8000/v1' }) }; // model: 'local/qwen3'
 * ```
 *
 * Without `apiKey` and `apiKeySecret` no key is sent.
 */
export function openAICompatible(options: OpenAICompatibleOptions): ModelProvider {
  const { baseURL, abilities, models = {}, replayReasoning = false, extraBody } = options;
  const { host } = new URL(baseURL);
  return chatProvider({
    ...options,
    isOpenAI: false,
    who: `The model server at ${host}`,
    tag: host,
    abilitiesOf: (model) => ({ tools: true, output: 'without-tools', ...abilities, ...models[model] }),
    replaysReasoning: replayReasoning,
    extraBody,
  });
}
