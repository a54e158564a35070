import {
  type AssistantMessage,
  type MediaPart,
  type Message,
  type TextPart,
  textOf,
  toolCallsOf,
} from '../../../src/model/message.js';
import type { WireMessage } from './ollama-api.js';

export interface Said {
  readonly messages: readonly WireMessage[];
  /** What could not be sent. */
  readonly warnings: readonly string[];
}

/** A conversation as Ollama wants it: one message for each tool's result. */
export function toMessages(model: string, messages: readonly Message[]): Said {
  const warnings = new Set<string>();
  const lost = (warning: string): void => void warnings.add(`ollama/${model}: ${warning}`);
  const said = messages.flatMap((message): WireMessage[] => {
    if (message.role === 'assistant') return [assistant(model, message)];
    if (message.role === 'user') return [{ role: 'user', ...split(message.content, lost) }];
    return message.content.map(({ id, name, content, isError }) => {
      const { content: text, ...images } = split(content, lost);
      return { role: 'tool', tool_name: name, tool_call_id: id, content: isError ? `Error: ${text}` : text, ...images };
    });
  });
  return { messages: said, warnings: [...warnings] };
}

function assistant(model: string, message: AssistantMessage): WireMessage {
  const thinking = message.content
    .map((part) => (part.type === 'reasoning' && isOwn(model, part.opaque) ? part.text : ''))
    .join('');
  const refused = message.content.map((part) => (part.type === 'refusal' ? part.text : '')).join('');
  const calls = toolCallsOf(message).map(({ id, name, arguments: given }) => ({
    id,
    function: { name, arguments: typeof given === 'object' && given !== null && !Array.isArray(given) ? given : {} },
  }));
  return {
    role: 'assistant',
    content: textOf(message) + refused,
    ...(thinking !== '' && { thinking }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}

/** Thoughts of another model are nothing this one has thought. */
function isOwn(model: string, opaque: { readonly provider: string; readonly data: unknown } | undefined): boolean {
  return opaque?.provider === 'ollama' && (opaque.data as { readonly model?: unknown }).model === model;
}

/** Ollama takes text, and pictures as data; it fetches nothing and reads no documents. */
function split(
  parts: readonly (TextPart | MediaPart)[],
  lost: (warning: string) => void,
): { readonly content: string; readonly images?: readonly string[] } {
  const images: string[] = [];
  const texts = parts.map((part) => {
    if (part.type === 'text') return part.text;
    if (part.data !== undefined && part.type === 'image') {
      images.push(part.data);
      return '';
    }
    if (part.data !== undefined && part.mediaType.startsWith('text/'))
      return Buffer.from(part.data, 'base64').toString();
    const name = part.name ?? part.mediaType;
    lost(`it takes pictures as data, and texts: '${name}' is left out.`);
    // The model has to know that there was something.
    return `[${name} cannot be shown]`;
  });
  const content = texts.filter((text) => text !== '').join('\n\n');
  return { content, ...(images.length > 0 && { images }) };
}
