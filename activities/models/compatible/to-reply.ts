import type { Json } from '../../../src/json.js';
import type { AssistantMessage } from '../../../src/model/message.js';
import type { ModelReply, StopReason, Usage } from '../../../src/model/reply.js';
import { parseArguments } from '../wire/parse-arguments.js';
import type { ToolNames } from '../wire/tool-names.js';
import type { Said } from './read-stream.js';

type Part = AssistantMessage['content'][number];

/** What a server said, in neutral words. */
export function toReply(said: Said, { fromWire }: ToolNames, tag: string): ModelReply {
  const { text, refusal, thoughts, thoughtsField: field, calls, finishReason } = said;
  const content: Part[] = [];
  if (thoughts)
    content.push({ type: 'reasoning', text: thoughts, ...(field && { opaque: { provider: tag, data: { field } } }) });
  if (text) content.push({ type: 'text', text });
  if (refusal) content.push({ type: 'refusal', text: refusal });
  for (const { id, name, argumentsText, extra } of calls) {
    content.push({
      type: 'tool-call',
      id,
      name: fromWire(name),
      ...parseArguments(argumentsText, finishReason !== 'length'),
      ...(Object.keys(extra).length > 0 && { opaque: { provider: tag, data: extra as Json } }),
    });
  }
  const usage = toUsage(said.usage);
  return {
    message: { role: 'assistant', content },
    stopReason: stopReasonOf(said),
    ...(usage && { usage }),
    ...(said.model && { model: said.model }),
  };
}

function stopReasonOf({ finishReason, calls, refusal }: Said): StopReason {
  if (finishReason === 'length') return 'length';
  if (finishReason === 'content_filter') return 'refusal';
  // What a reply contains is worth more than its label: many say 'stop' after tool calls.
  if (calls.length > 0) return 'tool-calls';
  if (refusal) return 'refusal';
  return finishReason === 'stop' ? 'stop' : 'other';
}

function toUsage(usage: Said['usage']): Usage | undefined {
  if (!usage) return undefined;
  const cached = usage.prompt_tokens_details?.cached_tokens;
  const reasoning = usage.completion_tokens_details?.reasoning_tokens;
  return {
    inputTokens: usage.prompt_tokens ?? 0,
    outputTokens: usage.completion_tokens ?? 0,
    ...(cached && { cachedTokens: cached }),
    ...(reasoning && { reasoningTokens: reasoning }),
  };
}
