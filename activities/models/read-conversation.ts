import { Context } from '@temporalio/activity';
import type { AgentSpec } from '../../src/agent/spec.js';
import {
  type ConversationPage,
  conversationQuery,
  type ConversationRequest,
  type ModelCallInput,
} from '../../src/contract/model-call.js';
import { PerdureError } from '../../src/errors.js';
import type { Message } from '../../src/model/message.js';
import type { ConversationCache } from './conversation-cache.js';

/** What a model call needs to know. */
export interface Heard {
  readonly spec: AgentSpec;
  readonly messages: readonly Message[];
}

/**
 * The specification and the messages of a call: from the cache, and what is not there from the run itself.
 * @throws PerdureError `Agent.ConversationUnavailable`, worth another attempt
 */
export async function readConversation(cache: ConversationCache, input: ModelCallInput, run: Run): Promise<Heard> {
  const { conversation, epoch, to } = input;
  for (let questions = 0; ; questions++) {
    const known = cache.known(run.runId, input);
    const spec = cache.spec(run.runId, input);
    if (spec && known === to) return { spec, messages: cache.messages(run.runId, input) };
    if (questions > mostQuestions) throw unavailable(input, 'what the run says does not fit the call');
    const page = await ask(run, { conversation, epoch, from: known, ...(!spec && { spec: input.spec }) });
    if (page.spec) cache.keepSpec(run.runId, conversation, epoch, input.spec, page.spec);
    cache.add(run.runId, conversation, epoch, known, page.messages);
    if (page.messages.length === 0 && known < to) throw unavailable(input, 'the run does not have it any more');
  }
}

/** A bound for a loop that ends by itself as long as run and call belong together: 450 MB of messages. */
const mostQuestions = 1_000;

export interface Run {
  readonly workflowId: string;
  readonly runId: string;
}

async function ask({ workflowId, runId }: Run, request: ConversationRequest): Promise<ConversationPage> {
  const { client, cancellationSignal } = Context.current();
  const handle = client.workflow.getHandle(workflowId, runId);
  try {
    return await client.withAbortSignal(cancellationSignal, () =>
      handle.query<ConversationPage, [ConversationRequest]>(conversationQuery, request),
    );
  } catch (error) {
    if (cancellationSignal.aborted) throw cancellationSignal.reason;
    throw unavailable(request, error instanceof Error ? error.message : String(error), error);
  }
}

function unavailable(
  { conversation, epoch }: Pick<ModelCallInput, 'conversation' | 'epoch'>,
  reason: string,
  cause?: unknown,
): PerdureError {
  return new PerdureError({
    code: 'Agent.ConversationUnavailable',
    message: `Conversation '${conversation}' could not be read from its run: ${reason}. Another attempt reads it again.`,
    retryable: true,
    details: { conversation, epoch },
    cause,
  });
}
