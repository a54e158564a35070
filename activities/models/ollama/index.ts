/**
 * Models on an Ollama server, over its own interface.
 * @module
 */
import type { ModelProvider } from '../../../src/ports/model-provider.js';
import { type OllamaOptions, OllamaProvider } from './provider.js';

export type { OllamaOptions };

/**
 * Models of an Ollama server: `ollama/qwen3:8b`.
 *
 * ```ts
 * const models = { ollama: ollama({ options: { num_ctx: 32_768 }, keepAlive: '30m' }) };
 * ```
 */
export function ollama(options: OllamaOptions = {}): ModelProvider {
  return new OllamaProvider(options);
}
