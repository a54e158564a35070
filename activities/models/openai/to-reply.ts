import type { OpenAI } from 'openai';
import type { Json } from '../../../src/json.js';
import type { AssistantMessage, Opaque } from '../../../src/model/message.js';
import type { ModelReply, StopReason, Usage } from '../../../src/model/reply.js';
import { parseArguments } from '../wire/parse-arguments.js';
import type { ToolNames } from '../wire/tool-names.js';
import type { Finished } from './read-stream.js';
import type { PartOf } from './to-items.js';

type Part = AssistantMessage['content'][number];
type Item = OpenAI.Responses.ResponseOutputItem;

/** A finished response in neutral words; its items stay at hand to be sent back. */
export function toReply({ response, items }: Finished, { fromWire }: ToolNames, tag: string): ModelReply {
  const content = items.flatMap((item) => toParts(item, fromWire, tag));
  const usage = toUsage(response.usage);
  return {
    message: { role: 'assistant', content },
    stopReason: stopReasonOf(response, content),
    ...(usage && { usage }),
    ...(response.model && { model: response.model }),
  };
}

function toParts(item: Item, fromWire: ToolNames['fromWire'], tag: string): Part[] {
  const keep = (data: Item | PartOf): { readonly opaque: Opaque } => ({
    opaque: { provider: tag, data: data as unknown as Json },
  });
  switch (item.type) {
    case 'message':
      return item.content.map((part, index) =>
        part.type === 'refusal'
          ? { type: 'refusal', text: part.refusal }
          : // One item, sent back once.
            { type: 'text', text: part.text, ...keep(index === 0 ? item : { partOf: item.id }) },
      );
    case 'reasoning': {
      const text = [...item.summary, ...(item.content ?? [])].map((part) => part.text).join('\n\n');
      // Nothing is stored at OpenAI: a thought without its encrypted content would not be found there.
      return [{ type: 'reasoning', text, ...(item.encrypted_content && keep(item)) }];
    }
    case 'function_call': {
      const { call_id: id, name, status } = item;
      const parsed = parseArguments(item.arguments, status !== 'incomplete');
      return [{ type: 'tool-call', id, name: fromWire(name), ...parsed, ...keep(item) }];
    }
    default:
      return [{ type: 'provider', ...keep(item) }];
  }
}

function stopReasonOf(response: OpenAI.Responses.Response, content: readonly Part[]): StopReason {
  if (response.status === 'incomplete') {
    const reason = response.incomplete_details?.reason;
    return reason === 'max_output_tokens' ? 'length' : reason === 'content_filter' ? 'refusal' : 'other';
  }
  if (content.some(({ type }) => type === 'tool-call')) return 'tool-calls';
  return content.some(({ type }) => type === 'refusal') ? 'refusal' : 'stop';
}

function toUsage(usage: OpenAI.Responses.ResponseUsage | null | undefined): Usage | undefined {
  if (!usage) return undefined;
  // Servers that imitate the API leave the details out.
  const cached = usage.input_tokens_details?.cached_tokens;
  const reasoning = usage.output_tokens_details?.reasoning_tokens;
  return {
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    ...(cached && { cachedTokens: cached }),
    ...(reasoning && { reasoningTokens: reasoning }),
  };
}
