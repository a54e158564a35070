import type { ModelProvider } from '../../../src/ports/model-provider.js';
import type { AnthropicOptions } from './options.js';
import { AnthropicProvider } from './provider.js';

export type { AnthropicOptions } from './options.js';

/**
 * Claude, by Anthropic's Messages API. Needs the package `@anthropic-ai/sdk`, at the first call.
 *
 * ```ts
 * const worker = await createWorker({ app: './src/app.js', taskQueue: 'main', models: { anthropic: anthropic() } });
 * ```
 */
export function anthropic(options: AnthropicOptions = {}): ModelProvider {
  return new AnthropicProvider(options);
}
