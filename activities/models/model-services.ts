import type { ModelProvider } from '../../src/ports/model-provider.js';
import type { SecretSource } from '../../src/ports/secret-source.js';
import { ConversationCache } from './conversation-cache.js';

/** What the model calls of one worker share. */
export interface ModelServices {
  readonly providers: Readonly<Record<string, ModelProvider>>;
  readonly conversations: ConversationCache;
  secret(this: void, name: string): Promise<string | undefined>;
  close(): Promise<void>;
}

export function createModelServices(
  providers: Readonly<Record<string, ModelProvider>>,
  sources: readonly SecretSource[],
): ModelServices {
  return {
    providers,
    conversations: new ConversationCache(),
    async secret(name) {
      for (const source of sources) {
        const value = (await source([name]))[name];
        if (value) return value;
      }
      return undefined;
    },
    close: async () => {
      await Promise.allSettled(Object.values(providers).map(async (provider) => provider.close?.()));
    },
  };
}
