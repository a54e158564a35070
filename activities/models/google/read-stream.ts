import { ModelError } from '../../../src/model/model-error.js';
import type { ModelReply, Usage } from '../../../src/model/reply.js';
import type { ModelCallContext } from '../../../src/ports/model-provider.js';
import { parseEvent } from '../wire/parse-event.js';
import { PartCollector, type PartReader } from './collect-parts.js';
import { stopReasonOf } from './finish-reason.js';
import type { StreamEvent, UsageMetadata } from './gemini-api.js';

export interface StreamReader extends PartReader {
  readonly onDelta: ModelCallContext['onDelta'];
  /** What an error in the middle of the stream is. */
  readonly failureOf: (body: unknown) => ModelError;
}

/**
 * Reads a reply to its last word.
 * @throws PerdureError `Model.Truncated` if there is none, `Model.Refused` if the question itself is blocked
 */
export async function readStream(events: AsyncIterable<string>, reader: StreamReader): Promise<ModelReply> {
  const { model, onDelta } = reader;
  const parts = new PartCollector(reader);
  let finish: { readonly finishReason?: string; readonly finishMessage?: string } | undefined;
  let usage: UsageMetadata | undefined;
  let requestId: string | undefined;
  let version: string | undefined;
  for await (const text of events) {
    const event = parseEvent<StreamEvent>(`google/${model}`, text);
    if (event.error !== undefined) throw reader.failureOf(event);
    refuseBlocked(model, event);
    requestId = event.responseId ?? requestId;
    version = event.modelVersion ?? version;
    usage = event.usageMetadata ? { ...usage, ...event.usageMetadata } : usage;
    const [candidate] = event.candidates ?? [];
    if (candidate?.finishReason) finish = candidate;
    const deltas = (candidate?.content?.parts ?? []).map((part) => parts.add(part));
    for (const delta of deltas) onDelta(delta);
    if (deltas.length === 0) onDelta({ type: 'activity' });
  }
  const { finishReason, finishMessage } = finish ?? {};
  if (finishReason === undefined) {
    throw new ModelError('Truncated', {
      message: `The reply of google/${model} ended without a finish reason. Is there a proxy that cuts or changes it?`,
      details: { requestId },
    });
  }
  const calls = parts.content.filter(({ type }) => type === 'tool-call').length;
  const stopReason = stopReasonOf(model, finishReason, finishMessage, calls);
  const refusal = { type: 'refusal' as const, text: `${finishReason}${finishMessage ? `: ${finishMessage}` : ''}` };
  return {
    message: { role: 'assistant', content: stopReason === 'refusal' ? [...parts.content, refusal] : parts.content },
    stopReason,
    ...(usage && { usage: usageOf(usage) }),
    ...(requestId !== undefined && { requestId }),
    ...(version !== undefined && { model: version }),
    ...(parts.warnings.length > 0 && { warnings: parts.warnings }),
  };
}

/** A question that is blocked has no candidate at all, and status 200. */
function refuseBlocked(model: string, { promptFeedback, responseId }: StreamEvent): void {
  const reason = promptFeedback?.blockReason;
  if (reason === undefined || reason === 'BLOCK_REASON_UNSPECIFIED') return;
  const words = promptFeedback?.blockReasonMessage;
  throw new ModelError('Refused', {
    message: `google/${model} does not take this conversation: it was blocked as ${reason}${words ? `: ${words}` : '.'}`,
    details: { reason, requestId: responseId },
  });
}

/** Gemini counts thoughts beside the reply, and what is cached within the prompt. */
function usageOf(usage: UsageMetadata): Usage {
  const { promptTokenCount = 0, toolUsePromptTokenCount = 0, candidatesTokenCount = 0, thoughtsTokenCount = 0 } = usage;
  const { cachedContentTokenCount: cachedTokens = 0 } = usage;
  return {
    inputTokens: promptTokenCount + toolUsePromptTokenCount,
    outputTokens: candidatesTokenCount + thoughtsTokenCount,
    ...(cachedTokens > 0 && { cachedTokens }),
    ...(thoughtsTokenCount > 0 && { reasoningTokens: thoughtsTokenCount }),
  };
}
