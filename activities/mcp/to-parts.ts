import type { McpResult } from '../../src/contract/mcp.js';
import type { MediaPart, TextPart } from '../../src/model/message.js';

type Part = TextPart | MediaPart;

/** A piece of content as servers send it; what there is depends on its type. */
interface Block {
  readonly type: string;
  readonly text?: string;
  readonly data?: string;
  readonly mimeType?: string;
  readonly uri?: string;
  readonly name?: string;
  readonly description?: string;
  readonly resource?: Contents;
}

interface Contents {
  readonly uri: string;
  readonly mimeType?: string;
  readonly text?: string;
  readonly blob?: string;
}

/** Content of a result as parts of a message. */
export function toResult(blocks: readonly unknown[]): McpResult {
  return withText(blocks.map((block) => toPart(block as Block)));
}

/** What a resource holds, in the same form. */
export function toContents(contents: readonly unknown[]): McpResult {
  return withText(contents.map((one) => toResourcePart(one as Contents)));
}

export function toPart(block: Block): Part {
  const { type, data = '', mimeType, text = '' } = block;
  switch (type) {
    case 'text':
      return { type: 'text', text };
    case 'image':
      return { type: 'image', mediaType: mimeType ?? 'image/png', data };
    case 'audio':
      return { type: 'file', mediaType: mimeType ?? 'audio/wav', data };
    case 'resource':
      return toResourcePart(block.resource as Contents);
    case 'resource_link':
      return { type: 'text', text: `[${[block.name, block.uri, block.description].filter(Boolean).join(' · ')}]` };
    default:
      return { type: 'text', text: JSON.stringify(block) };
  }
}

function toResourcePart({ uri, mimeType = 'application/octet-stream', text, blob = '' }: Contents): Part {
  if (text !== undefined) return { type: 'text', text };
  return {
    type: mimeType.startsWith('image/') ? 'image' : 'file',
    mediaType: mimeType,
    data: blob,
    name: uri,
  };
}

function withText(content: readonly Part[]): McpResult {
  const texts = content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  return { content, text: texts.join('\n') };
}
