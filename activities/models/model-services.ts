import { log } from '@temporalio/activity';
import type { ModelPrices } from '../../src/model/cost.js';
import type { ModelProvider } from '../../src/ports/model-provider.js';
import type { StreamChannel } from '../../src/ports/stream-channel.js';
import type { SecretSource } from '../../src/ports/secret-source.js';
import { ConversationCache } from './conversation-cache.js';

/** What the model calls of one worker share. */
export interface ModelServices {
  readonly providers: Readonly<Record<string, ModelProvider>>;
  readonly conversations: ConversationCache;
  readonly prices: ModelPrices;
  /** Where agents with `stream` show what they do. */
  readonly stream: StreamChannel;
  /** Says once that nobody sees it. */
  streamFailed(this: void, error: unknown): void;
  secret(this: void, name: string): Promise<string | undefined>;
  close(): Promise<void>;
}

export function createModelServices(
  providers: Readonly<Record<string, ModelProvider>>,
  sources: readonly SecretSource[],
  stream: StreamChannel,
  prices: ModelPrices = {},
): ModelServices {
  let hasFailed = false;
  return {
    stream,
    streamFailed(error) {
      if (hasFailed) return;
      log.warn(`Stream.Unavailable: ${String(error)}; viewers see nothing, runs go on.`);
      hasFailed = true;
    },
    providers,
    prices,
    conversations: new ConversationCache(),
    async secret(name) {
      for (const source of sources) {
        const value = (await source([name]))[name];
        if (value) return value;
      }
      return undefined;
    },
    close: async () => {
      await stream.close?.();
      await Promise.allSettled(Object.values(providers).map(async (provider) => provider.close?.()));
    },
  };
}
