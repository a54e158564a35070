import { proxySinks, type Sinks } from '@temporalio/workflow';
import type { ModelCall } from '../src/agent/model-call.js';
import type { ModelCallInput, ModelCallResult, SharedMessages } from '../src/contract/model-call.js';
import type { StreamFrame } from '../src/contract/stream.js';
import { callTask } from './task-calls.js';

interface ConversationSink extends Sinks {
  perdureConversations: { share(shared: SharedMessages): void; show(frames: readonly StreamFrame[]): void };
}

const { perdureConversations } = proxySinks<ConversationSink>();

/**
 * A model call as an activity of the agent's name, told only which messages it needs. The worker this code runs on is
 * handed what is new at once, and it usually runs the activity too; another one reads by query.
 */
export function callModel(call: ModelCall): Promise<ModelCallResult> {
  const { conversation, specDigest, from, turn, phase, stream } = call;
  const { id, epoch, messages, digest } = conversation;
  const input: ModelCallInput = {
    conversation: id,
    epoch,
    from,
    to: messages.length,
    digest,
    spec: specDigest,
    turn,
    phase,
    ...(stream && { stream }),
  };
  share(call);
  return callTask(taskOf(call), [input]) as Promise<ModelCallResult>;
}

function share({ conversation, spec, specDigest }: ModelCall): void {
  const { id, epoch, messages, shared } = conversation;
  perdureConversations.share({
    conversation: id,
    epoch,
    from: shared.messages,
    messages: messages.slice(shared.messages),
    spec: specDigest,
    ...(shared.spec !== specDigest && { specification: spec }),
  });
  conversation.markShared(specDigest);
}

/** A budget may leave fewer attempts than the agent allows. */
function taskOf({ task, attempts }: ModelCall): ModelCall['task'] {
  const { retry } = task;
  return attempts >= retry.maximumAttempts ? task : { ...task, retry: { ...retry, maximumAttempts: attempts } };
}

/** What the run itself knows to show; in history there is nothing of it, and a replay shows nothing again. */
export function showFrames(frames: readonly StreamFrame[]): void {
  perdureConversations.show(frames);
}
