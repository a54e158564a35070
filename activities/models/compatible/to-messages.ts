import type { OpenAI } from 'openai';
import { ModelError } from '../../../src/model/model-error.js';
import type { AssistantMessage, MediaPart, Message, TextPart, ToolMessage } from '../../../src/model/message.js';
import type { ModelRequest } from '../../../src/model/request.js';
import { toCallId } from '../wire/call-id.js';
import { mediaUrl, toolText } from '../wire/media.js';
import type { ToolNames } from '../wire/tool-names.js';

type Wire = OpenAI.Chat.ChatCompletionMessageParam;
type Content = OpenAI.Chat.ChatCompletionContentPart;

/**
 * A conversation as chat messages.
 * @param thoughtsOf whose thoughts go back; nobody's if `undefined`
 * @param tag whose opaque data this is
 * @throws PerdureError `Model.InvalidRequest` for a file by URL, which the API does not take
 */
export function toMessages(
  { instructions, messages }: Pick<ModelRequest, 'instructions' | 'messages'>,
  names: ToolNames,
  thoughtsOf: string | undefined,
  tag: string,
): Wire[] {
  const system: Wire[] = instructions === '' ? [] : [{ role: 'system', content: instructions }];
  return [...system, ...messages.flatMap((message) => toWire(message, names, thoughtsOf, tag))];
}

function toWire(message: Message, names: ToolNames, thoughtsOf: string | undefined, tag: string): Wire[] {
  if (message.role === 'user') return [{ role: 'user', content: toContent(message.content) }];
  if (message.role === 'tool') return toResults(message);
  return toAssistant(message, names, thoughtsOf, tag);
}

function toAssistant(
  { content }: AssistantMessage,
  names: ToolNames,
  thoughtsOf: string | undefined,
  tag: string,
): Wire[] {
  const text = content.map((part) => (part.type === 'text' || part.type === 'refusal' ? part.text : '')).join('');
  const calls = content.flatMap((part) => (part.type === 'tool-call' ? [part] : []));
  const thoughts = content.flatMap((part) =>
    part.type === 'reasoning' && thoughtsOf !== undefined && part.opaque?.provider === thoughtsOf ? [part] : [],
  );
  if (text === '' && calls.length === 0) return [];
  return [
    {
      role: 'assistant',
      content: text === '' ? null : text,
      ...Object.fromEntries(thoughts.map((part) => [fieldOf(part.opaque?.data), part.text])),
      ...(calls.length > 0 && {
        tool_calls: calls.map(({ id, name, arguments: given, opaque }) => ({
          // What servers put beside a call, such as signatures, they want back.
          ...(opaque?.provider === tag && (opaque.data as object)),
          id: toCallId(id),
          type: 'function' as const,
          function: { name: names.toWire(name), arguments: JSON.stringify(given ?? {}) },
        })),
      }),
    },
  ];
}

function fieldOf(data: unknown): string {
  return (data as { readonly field: string }).field;
}

/** Pictures do not fit into a tool's message: they follow in one of the user's. */
function toResults({ content }: ToolMessage): Wire[] {
  const media: Content[] = [];
  const results = content.map(({ id, name, content: parts, isError }): Wire => {
    const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
    const others = parts.filter((part) => part.type !== 'text');
    if (others.length > 0)
      media.push({ type: 'text', text: `From tool '${name}':` }, ...others.map((part) => toPart(part)));
    const text = toolText(others.length > 0 ? [...texts, '[See the next message.]'] : texts, isError);
    return { role: 'tool', tool_call_id: toCallId(id), content: text };
  });
  return media.length === 0 ? results : [...results, { role: 'user', content: media }];
}

/** Some servers take nothing but a string. */
function toContent(parts: readonly (TextPart | MediaPart)[]): string | Content[] {
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  return texts.length === parts.length ? texts.join('\n') : parts.map(toPart);
}

function toPart(part: TextPart | MediaPart): Content {
  if (part.type === 'text') return { type: 'text', text: part.text };
  if (part.type === 'image') return { type: 'image_url', image_url: { url: mediaUrl(part) } };
  if (part.data === undefined)
    throw new ModelError('InvalidRequest', {
      message: `The Chat Completions API takes no file by URL (${part.name ?? part.mediaType}). Give its bytes in 'data'.`,
    });
  return { type: 'file', file: { file_data: mediaUrl(part), filename: part.name ?? 'document' } };
}
