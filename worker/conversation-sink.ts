import type { InjectedSinkFunction } from '@temporalio/worker';
import type { ConversationCache } from '../activities/index.js';
import type { SharedMessages } from '../src/contract/model-call.js';

/** Where a run leaves what its agents have said, for the model calls of the same worker. */
export function conversationSink(conversations: ConversationCache): {
  readonly perdureConversations: { readonly share: InjectedSinkFunction<(shared: SharedMessages) => void> };
} {
  return {
    perdureConversations: {
      share: { fn: ({ runId }, shared) => conversations.take(runId, shared), callDuringReplay: false },
    },
  };
}
