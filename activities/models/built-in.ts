import type { ModelProvider } from '../../src/ports/model-provider.js';
import { anthropic } from './anthropic/index.js';
import { google } from './google/index.js';
import { ollama } from './ollama/index.js';
import { openai } from './openai/index.js';

/**
 * The providers every worker has, as the environment sets them up. Each is made when a model of it is asked for, so a
 * wrong address of one is nothing to those who use another.
 */
export const builtInModels: Readonly<Record<string, ModelProvider>> = Object.freeze({
  anthropic: onDemand(anthropic),
  google: onDemand(google),
  ollama: onDemand(ollama),
  openai: onDemand(openai),
});

function onDemand(create: () => ModelProvider): ModelProvider {
  let made: ModelProvider | undefined;
  const provider = (): ModelProvider => (made ??= create());
  return {
    abilitiesOf: (model) => provider().abilitiesOf(model),
    generate: (request, context) => provider().generate(request, context),
    close: async () => {
      const closing = made;
      made = undefined;
      await closing?.close?.();
    },
  };
}
