import type { OpenAI } from 'openai';
import type {
  AssistantMessage,
  MediaPart,
  Message,
  Opaque,
  TextPart,
  ToolResultPart,
} from '../../../src/model/message.js';
import { toCallId } from '../wire/call-id.js';
import { mediaUrl, toolText } from '../wire/media.js';
import type { ToolNames } from '../wire/tool-names.js';

type Item = OpenAI.Responses.ResponseInputItem;

/**
 * A conversation as input items. What this provider sent goes back as it came; of what others sent, the readable part.
 * @param tag whose opaque data this is
 */
export function toItems(messages: readonly Message[], names: ToolNames, tag: string): Item[] {
  return messages.flatMap((message): Item[] => {
    if (message.role === 'user') return [{ role: 'user', content: message.content.map(toContent) }];
    if (message.role === 'tool') return message.content.map(toOutput);
    return toAssistantItems(message, names, tag);
  });
}

/** The place of a part whose item stands whole in an earlier part. */
export interface PartOf {
  readonly partOf: string;
}

function toAssistantItems({ content }: AssistantMessage, names: ToolNames, tag: string): Item[] {
  const items: Item[] = [];
  const replayed = new Set<string>();
  let text: string[] = [];
  const say = (): void => {
    if (text.length > 0) items.push({ role: 'assistant', content: text.join('') });
    text = [];
  };
  for (const part of content) {
    const data = 'opaque' in part ? ours(part.opaque, tag) : undefined;
    if (isPartOf(data) && replayed.has(data.partOf)) continue;
    if (data !== undefined && !isPartOf(data)) {
      say();
      items.push(data);
      if (data.id) replayed.add(data.id);
    } else if (part.type === 'text' || (part.type === 'refusal' && !items.some(hasRefusal))) text.push(part.text);
    else if (part.type === 'tool-call') {
      say();
      const { id, name, arguments: given } = part;
      items.push({
        type: 'function_call',
        call_id: toCallId(id),
        name: names.toWire(name),
        arguments: JSON.stringify(given ?? {}),
      });
    }
  }
  say();
  // Thoughts that led to nothing, as in a reply cut short: without what follows them they are refused.
  while (items.at(-1)?.type === 'reasoning') items.pop();
  return items;
}

function ours(opaque: Opaque | undefined, tag: string): (Item & { readonly id?: string }) | PartOf | undefined {
  return opaque?.provider === tag ? (opaque.data as unknown as (Item & { readonly id?: string }) | PartOf) : undefined;
}

function isPartOf(data: object | undefined): data is PartOf {
  return data !== undefined && 'partOf' in data;
}

function hasRefusal(item: Item): boolean {
  return (
    item.type === 'message' &&
    Array.isArray(item.content) &&
    (item.content as readonly { readonly type: string }[]).some(({ type }) => type === 'refusal')
  );
}

function toOutput({ id, content, isError }: ToolResultPart): Item {
  const texts = content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  const text = toolText(texts, isError);
  const media = content.filter((part) => part.type !== 'text');
  const output =
    media.length === 0
      ? text
      : [...(text ? [{ type: 'input_text' as const, text }] : []), ...media.map((part) => toContent(part))];
  return { type: 'function_call_output', call_id: toCallId(id), output };
}

function toContent(part: TextPart | MediaPart): OpenAI.Responses.ResponseInputContent {
  if (part.type === 'text') return { type: 'input_text', text: part.text };
  if (part.type === 'image') return { type: 'input_image', image_url: mediaUrl(part), detail: 'auto' };
  if (part.url !== undefined) return { type: 'input_file', file_url: part.url };
  return { type: 'input_file', file_data: mediaUrl(part), filename: part.name ?? 'document' };
}
