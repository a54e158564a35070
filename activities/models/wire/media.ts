import type { MediaPart } from '../../../src/model/message.js';

/** Where a picture or a document is found: its own address, or its bytes as one. */
export function mediaUrl({ mediaType, data, url }: MediaPart): string {
  return url ?? `data:${mediaType};base64,${data ?? ''}`;
}

/** What a tool said, in one text; its errors are marked, where the wire has no place for that. */
export function toolText(texts: readonly string[], isError: boolean | undefined): string {
  const text = texts.join('\n');
  return isError ? `Error: ${text}` : text;
}
