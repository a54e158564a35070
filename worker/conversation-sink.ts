import type { InjectedSinkFunction } from '@temporalio/worker';
import type { ModelServices } from '../activities/index.js';
import type { StreamFrame } from '../src/contract/stream.js';
import type { SharedMessages } from '../src/contract/model-call.js';

interface ConversationSinks {
  readonly perdureConversations: {
    readonly share: InjectedSinkFunction<(shared: SharedMessages) => void>;
    readonly show: InjectedSinkFunction<(frames: readonly StreamFrame[]) => void>;
  };
}

/** Where a run leaves what its agents have said, for the model calls of the same worker, and what they show. */
export function conversationSink({ conversations, stream, streamFailed }: ModelServices): ConversationSinks {
  return {
    perdureConversations: {
      share: { fn: ({ runId }, shared) => conversations.take(runId, shared), callDuringReplay: false },
      show: {
        fn: ({ workflowId }, frames) => void stream.publish(workflowId, frames).catch(streamFailed),
        callDuringReplay: false,
      },
    },
  };
}
